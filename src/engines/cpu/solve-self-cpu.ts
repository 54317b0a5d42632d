import type { KernelMemory } from '../../core/kernels/kernel-memory.ts'
import { kernelBetween } from '../../core/transport/kernel-between.ts'
import { unitLattice } from '../../core/transport/lattice.ts'
import { placePoints, placeRootWeights, placeValues, valuesAtPoints } from '../../core/transport/lattice-points.ts'
import { damping, type TransportProblem } from '../../core/transport/problem.ts'
import type { Solution, SolveOptions } from '../../core/transport/solution.ts'
import { anderson } from './anderson.ts'

/** Without a new smallest error for this long, rounding has the last word. */
const PATIENCE = 10

/** Solves a symmetric problem as core's `solveSymmetric` does, by the averaged step f ← (f + τ S f)/2 (Feydy et al. 2019), accelerated. */
export function solveSelfCpu(
  memory: KernelMemory,
  problem: TransportProblem,
  { tolerance, maxIterations, initial }: SolveOptions,
): Solution {
  const { source, epsilon, regM } = problem
  const { kernels } = memory
  const points = placePoints(memory, unitLattice(source))
  const kernel = kernelBetween(memory, points, points, problem)
  const damped = -damping(problem) * epsilon
  const potential = placeValues(memory, points, initial?.f)
  const accelerated = anderson(memory, placeRootWeights(memory, points), points.count)
  const answer = placeValues(memory, points)
  const mass = placeValues(memory, points)
  const wanted = placeValues(memory, points)
  let best = Number.POSITIVE_INFINITY
  let sinceBest = 0
  let iterations = 0
  while (iterations < maxIterations) {
    kernel.softSum(potential, damped, answer)
    kernels.weighted2(points.weights, potential, 1 / epsilon, answer, 1 / damped, points.count, mass)
    kernels.weighted(points.weights, potential, points.count, -1 / regM, wanted)
    const error = 2 * kernels.distance(mass, wanted, points.count)
    sinceBest = error < best ? 0 : sinceBest + 1
    best = Math.min(best, error)
    if (error <= tolerance || sinceBest > PATIENCE) break
    kernels.average(answer, potential, points.count)
    accelerated.next(potential, answer)
    memory.float64(potential, points.count).set(memory.float64(answer, points.count))
    iterations++
  }
  const f = valuesAtPoints(memory, potential, points)
  return { potentials: { f, g: f }, iterations }
}
