import { costKernel } from './cost-kernel.ts'
import { logWeights, marginalError } from './half-step.ts'
import type { CostKernel } from './kernel.ts'
import { damping, type TransportProblem } from './problem.ts'
import type { Solution, SolveOptions } from './solution.ts'

/** A problem whose source is its target, the very same object: its answer has f = g. */
export function isSymmetric({ source, target }: TransportProblem): boolean {
  return source === target
}

/** Without a new smallest error for this long, rounding has the last word. */
const PATIENCE = 10

/**
 * Solves a symmetric problem by the averaged step f ← (f + τ S f)/2 (Feydy et al. 2019), to the tolerance in its marginal error or to
 * float64's floor.
 *
 * @param kernel from the measure to itself, from an engine that has a faster one
 */
export function solveSymmetric(
  problem: TransportProblem,
  { tolerance, maxIterations, initial }: SolveOptions,
  kernel: Pick<CostKernel, 'logSumExp'> = costKernel(problem.source, problem.source, problem),
): Solution {
  const { weights } = problem.source
  const { epsilon } = problem
  const tau = damping(problem)
  const potential = initial ? initial.f.slice() : new Float64Array(weights.length)
  let best = Number.POSITIVE_INFINITY
  let sinceBest = 0
  let iterations = 0
  while (iterations < maxIterations) {
    const logSum = kernel.logSumExp(logWeights(weights, potential, epsilon))
    const error = 2 * marginalError(weights, potential, logSum, problem)
    sinceBest = error < best ? 0 : sinceBest + 1
    best = Math.min(best, error)
    if (error <= tolerance || sinceBest > PATIENCE) break
    for (let i = 0; i < potential.length; i++) potential[i] += (-tau * epsilon * logSum[i] - potential[i]) / 2
    iterations++
  }
  return { potentials: { f: potential, g: potential }, iterations }
}
