import type { KernelMemory } from '../kernels/kernel-memory.ts'
import type { KernelMoments } from './kernel.ts'
import type { LatticeKernel } from './lattice-kernel.ts'
import { type LatticePoints, placeValues, valuesAtPoints } from './lattice-points.ts'
import { LOG_OF_NOTHING } from './log-sums.ts'
import type { TransportProblem } from './problem.ts'
import { placeTiles } from './tiles.ts'

/**
 * The kernel exp(−C/ε) of the plain distance from one lattice's points to another's, in WebAssembly: every pair of points on its own, in
 * logarithms, tile by tile, without an n × m matrix. Tiles that cannot matter are left out by their bound. Good for the scope in which it was
 * made.
 */
export function distanceKernel(
  memory: KernelMemory,
  from: LatticePoints,
  to: LatticePoints,
  { coordScale, epsilon }: Pick<TransportProblem, 'coordScale' | 'epsilon'>,
): LatticeKernel {
  const { kernels } = memory
  const source = placeTiles(memory, from)
  const target = placeTiles(memory, to)
  const terms = memory.take(source.length)
  const tops = memory.take(source.tileCount)
  const scratch = memory.take(source.largest)
  const sums = memory.take(target.length)
  memory.float64(terms, source.length).fill(LOG_OF_NOTHING)

  function sum(potential: number, meanDy = 0, meanDx = 0, meanDistance = 0): void {
    kernels.scatterLogTerms(from.logWeights, potential, source.indices, from.count, 1 / epsilon, terms)
    kernels.distanceLogSums(
      terms,
      source.y,
      source.x,
      source.ranges,
      source.boxes,
      source.tileCount,
      target.y,
      target.x,
      target.ranges,
      target.boxes,
      target.tileCount,
      coordScale / epsilon,
      sums,
      meanDy,
      meanDx,
      meanDistance,
      tops,
      scratch,
    )
  }

  function softSum(potential: number, factor: number, out: number): void {
    sum(potential)
    kernels.gather(sums, target.indices, to.count, factor, out)
  }

  function moments(potential: number): KernelMoments {
    return memory.scope(() => {
      const means = [memory.take(target.length), memory.take(target.length), memory.take(target.length)] as const
      sum(potential, ...means)
      const values = placeValues(memory, to)
      const at = (entries: number, factor = 1) => {
        kernels.gather(entries, target.indices, to.count, factor, values)
        return valuesAtPoints(memory, values, to)
      }
      const logSum = at(sums).map((value) => (value > LOG_OF_NOTHING / 2 ? value : Number.NEGATIVE_INFINITY))
      const [meanDy, meanDx, meanCost] = [at(means[0]), at(means[1]), at(means[2], coordScale)]
      for (const mean of [meanDy, meanDx, meanCost]) {
        for (let i = 0; i < mean.length; i++) if (logSum[i] === Number.NEGATIVE_INFINITY) mean[i] = Number.NaN
      }
      return { logSum, meanDy, meanDx, meanCost }
    })
  }

  return { softSum, moments, costs: moments }
}
