import type { Measure } from './measure.ts'

export const METRICS = ['sqeuclidean', 'euclidean'] as const
/** What moving a unit of mass costs: the squared distance, or the distance. */
export type Metric = (typeof METRICS)[number]

/**
 * Entropic unbalanced optimal transport between two measures (contract §4):
 *
 *     min_P  <P, C> + ε KL(P | a ⊗ b) + λ KL(P1 | a) + λ KL(Pᵀ1 | b)
 *
 * with a, b the weights of `source` and `target`, and C_ij the squared (or plain) distance of their pixels, positions multiplied
 * by `coordScale`. A problem does not know how it is solved.
 */
export interface TransportProblem {
  readonly source: Measure
  readonly target: Measure
  readonly metric: Metric
  /** normalised length of one work pixel: 1 / max(grid height, grid width) */
  readonly coordScale: number
  /** ε, in units of the cost */
  readonly epsilon: number
  /** λ, in units of the cost */
  readonly regM: number
}

/**
 * Dual potentials: `f[i]` at the source's i-th point, `g[j]` at the target's j-th, in units of the cost.
 * The plan is P_ij = a_i b_j exp((f_i + g_j − C_ij) / ε).
 */
export interface Potentials {
  readonly f: Float64Array
  readonly g: Float64Array
}

/** τ = λ / (λ + ε), the damping of the unbalanced half step (Chizat et al. 2018). */
export function damping(problem: Pick<TransportProblem, 'epsilon' | 'regM'>): number {
  return problem.regM / (problem.regM + problem.epsilon)
}
