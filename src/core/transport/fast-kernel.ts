import { kernelMemory } from '../kernels/kernel-memory.ts'
import type { CostKernel } from './kernel.ts'
import { kernelBetween } from './kernel-between.ts'
import { unitLattice } from './lattice.ts'
import { type LatticePoints, placePoints, placeValues, setValues, valuesAtPoints } from './lattice-points.ts'
import { LOG_OF_NOTHING } from './log-sums.ts'
import type { Measure } from './measure.ts'
import type { TransportProblem } from './problem.ts'

/** The kernel of `costKernel`, which stays its oracle, in WebAssembly. */
export function fastKernel(
  from: Measure,
  to: Measure,
  problem: Pick<TransportProblem, 'metric' | 'coordScale' | 'epsilon'>,
): CostKernel {
  const memory = kernelMemory()
  const fromLattice = unitLattice(from)
  const toLattice = unitLattice(to)

  /** with `h` in the place of the weights' logarithms, and no potential */
  function withTerms<T>(
    h: Float64Array,
    use: (source: LatticePoints, potential: number, target: LatticePoints) => T,
  ): T {
    return memory.scope(() => {
      const source = placePoints(memory, fromLattice)
      const target = placePoints(memory, toLattice)
      setValues(memory, source.logWeights, h)
      return use(source, placeValues(memory, source), target)
    })
  }

  return {
    logSumExp: (h, floor) =>
      withTerms(h, (source, potential, target) => {
        const out = placeValues(memory, target)
        kernelBetween(memory, source, target, problem).softSum(potential, 1, out, floor)
        return withNothing(valuesAtPoints(memory, out, target))
      }),
    moments: (h, expected) =>
      withTerms(h, (source, potential, target) =>
        kernelBetween(memory, source, target, problem).moments(potential, expected),
      ),
    costs: (h, expected) =>
      withTerms(h, (source, potential, target) =>
        kernelBetween(memory, source, target, problem).costs(potential, expected),
      ),
  }
}

/** −∞ in the place of the kernels' stand-in for it */
function withNothing(logs: Float64Array): Float64Array {
  for (let i = 0; i < logs.length; i++) if (logs[i] < LOG_OF_NOTHING / 2) logs[i] = Number.NEGATIVE_INFINITY
  return logs
}
