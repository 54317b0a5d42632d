import { certify } from './certificate.ts'
import { costKernel } from './cost-kernel.ts'
import { logWeights, marginalError, recenter } from './half-step.ts'
import { damping, type TransportProblem } from './problem.ts'
import { Relaxation } from './relaxation.ts'
import type { Solution, SolveOptions } from './solution.ts'
import { isSymmetric, solveSymmetric } from './solve-symmetric.ts'

/** Once the iteration's own error meets the tolerance, the certificate decides; each miss asks this much more of the error. */
const STRICTER = 0.5

/**
 * The reference solver: Sinkhorn's algorithm for the unbalanced problem (Chizat et al. 2018) in the log domain, float64,
 * translation-invariant (Séjourné, Vialard, Peyré 2022) and over-relaxed (Thibault et al. 2021). It is the oracle that faster engines
 * are held against, so it is written to be read.
 */
export function solveReference(problem: TransportProblem, options: SolveOptions): Solution {
  if (isSymmetric(problem)) return solveSymmetric(problem, options)
  const { source, target, epsilon } = problem
  const tau = damping(problem)
  const toSource = costKernel(target, source, problem)
  const toTarget = costKernel(source, target, problem)
  const f = options.initial ? options.initial.f.slice() : new Float64Array(source.weights.length)
  const g = options.initial ? options.initial.g.slice() : new Float64Array(target.weights.length)
  recenter(problem, f, g)

  const relaxation = new Relaxation()
  let threshold = options.tolerance
  let iterations = 0
  while (iterations < options.maxIterations) {
    const sourceError = halfStep(f, source.weights, toSource.logSumExp(logWeights(target.weights, g, epsilon)))
    const targetError = halfStep(g, target.weights, toTarget.logSumExp(logWeights(source.weights, f, epsilon)))
    iterations++
    const error = sourceError + targetError
    if (!Number.isFinite(error)) break
    if (error <= threshold) {
      const certificate = certify(problem, { f, g })
      if (certificate.marginalError <= options.tolerance && certificate.gap <= options.tolerance) break
      threshold = error * STRICTER
    }
    relaxation.observe(error)
  }
  return { potentials: { f, g }, iterations }

  /** p ← p + ω (−τ ε log Σ exp − p) in place, recentred; returns the marginal error found before the update */
  function halfStep(potential: Float64Array, weights: Float64Array, logSum: Float64Array): number {
    const error = marginalError(weights, potential, logSum, problem)
    for (let i = 0; i < potential.length; i++) {
      potential[i] += relaxation.omega * (-tau * epsilon * logSum[i] - potential[i])
    }
    recenter(problem, f, g)
    return error
  }
}
