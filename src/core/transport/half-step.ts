import { kernelMemory } from '../kernels/kernel-memory.ts'
import { logsOf, sum } from './numbers.ts'
import type { TransportProblem } from './problem.ts'

/** log Σ-arguments of a kernel application: log w_j + p_j/ε (−∞ where w_j = 0). */
export function logWeights(weights: Float64Array, potential: Float64Array, epsilon: number): Float64Array {
  const out = logsOf(weights)
  for (let j = 0; j < out.length; j++) out[j] += potential[j] / epsilon
  return out
}

/** Σ_i |P1_i − a_i e^(−f_i/λ)|: how far one marginal is from what its own potential says it should be (contract §4). */
export function marginalError(
  weights: Float64Array,
  potential: Float64Array,
  logSum: Float64Array,
  { epsilon, regM }: Pick<TransportProblem, 'epsilon' | 'regM'>,
): number {
  let error = 0
  for (let i = 0; i < weights.length; i++) {
    const marginal = Math.exp(potential[i] / epsilon + logSum[i])
    error += weights[i] * Math.abs(marginal - Math.exp(-potential[i] / regM))
  }
  return error
}

/**
 * The constant t that maximises the dual along (f + t, g − t): t = (λ/2) log(⟨a, e^(−f/λ)⟩ / ⟨b, e^(−g/λ)⟩), in place
 * (Séjourné, Vialard, Peyré 2022). Without it this one mode needs some λ/ε iterations.
 *
 * The marginals feel t/ε, so t must be right to 1e-12 ε where λ/ε is 1e5: logarithms of numbers near 1 are taken of their excess
 * over 1, and the masses' ratio of their difference.
 */
export function recenter(problem: TransportProblem, f: Float64Array, g: Float64Array): void {
  const { source, target, regM } = problem
  const targetMass = sum(target.weights)
  const massDifference = sum([sum(source.weights), -targetMass])
  const shift =
    (regM / 2) *
    (Math.log1p(massDifference / targetMass) + logMean(source.weights, f, regM) - logMean(target.weights, g, regM))
  for (let i = 0; i < f.length; i++) f[i] += shift
  for (let j = 0; j < g.length; j++) g[j] -= shift
}

/** log of the mean of e^(−p/λ) under the weights; potentials may be many λ, where a short reach leaves next to nothing of a marginal */
function logMean(weights: Float64Array, potential: Float64Array, regM: number): number {
  const mass = sum(weights)
  const relative = excess(weights, potential, regM) / mass
  if (Math.abs(relative) < 0.5) return Math.log1p(relative)
  const lowest = potential.reduce((low, value) => Math.min(low, value), Infinity)
  const scaled = sum(weights.map((weight, i) => weight * Math.exp((lowest - potential[i]) / regM)))
  return Math.log(scaled / mass) - lowest / regM
}

/** Σ w (e^(−p/λ) − 1): the λ-relaxed marginal's term of the dual */
export function excess(weights: Float64Array, potential: Float64Array, regM: number): number {
  const memory = kernelMemory()
  return memory.scope(() => {
    const [w, p] = [memory.takeFilled(weights), memory.takeFilled(potential)]
    return memory.kernels.excess(w, p, weights.length, -1 / regM)
  })
}
