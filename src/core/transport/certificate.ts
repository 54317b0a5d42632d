import { fastKernel } from './fast-kernel.ts'
import { excess, logWeights } from './half-step.ts'
import type { KernelMoments } from './kernel.ts'
import { type Measure, massOf } from './measure.ts'
import { product, sum } from './numbers.ts'
import type { Potentials, TransportProblem } from './problem.ts'

/** How well a pair of potentials solves a problem (contract §4), evaluated in float64 whoever found them. */
export interface Certificate {
  /** Σ_j |(Pᵀ1)_j − b_j e^(−g_j/λ)| + Σ_i |(P1)_i − a_i e^(−f_i/λ)| */
  readonly marginalError: number
  /** value of the plan: an upper bound of the optimum */
  readonly primal: number
  /** value of the potentials: a lower bound of the optimum */
  readonly dual: number
  /** (primal − dual) / |primal| */
  readonly gap: number
}

/** What one end of the plan P sees, one entry a point. */
export interface PlanEnd {
  /** Σ P over the other end */
  readonly mass: Float64Array
  /** Σ P·C over the other end */
  readonly cost: Float64Array
  /** mean displacement to the other end under P, work px; NaN where no mass goes */
  readonly dy: Float64Array
  readonly dx: Float64Array
}

/** The plan's marginals alone: Σ P over the other end, at both ends. */
export interface PlanMasses {
  readonly source: Pick<PlanEnd, 'mass'>
  readonly target: Pick<PlanEnd, 'mass'>
}

/** Both ends of the plan that potentials define. */
export interface PlanMarginals {
  readonly source: PlanEnd
  readonly target: PlanEnd
}

/** Evaluates marginals, costs and barycentric displacements of the plan at both ends. */
export function planMarginals(problem: TransportProblem, potentials: Potentials): PlanMarginals {
  const { source, target, epsilon } = problem
  const atTarget = fastKernel(source, target, problem).moments(logWeights(source.weights, potentials.f, epsilon))
  return { source: planAtSource(problem, potentials), target: planEnd(target, potentials.g, atTarget, epsilon) }
}

/** The same at the source alone. */
export function planAtSource({ source, target, ...problem }: TransportProblem, { f, g }: Potentials): PlanEnd {
  const atSource = fastKernel(target, source, problem).moments(logWeights(target.weights, g, problem.epsilon))
  return planEnd(source, f, atSource, problem.epsilon)
}

function planEnd(measure: Measure, potential: Float64Array, moments: KernelMoments, epsilon: number): PlanEnd {
  const { weights } = measure
  const mass = new Float64Array(weights.length)
  const cost = new Float64Array(weights.length)
  for (let i = 0; i < mass.length; i++) {
    mass[i] = weights[i] * Math.exp(potential[i] / epsilon + moments.logSum[i])
    cost[i] = mass[i] > 0 ? mass[i] * moments.meanCost[i] : 0
  }
  return {
    mass,
    cost,
    dy: moments.meanDy,
    dx: moments.meanDx,
  }
}

/** The certificate of potentials. `marginals` may be given where they are already known. */
export function certify(
  problem: TransportProblem,
  potentials: Potentials,
  marginals: PlanMasses = planMarginals(problem, potentials),
): Certificate {
  const { source, target, epsilon, regM } = problem
  const { f, g } = potentials
  const rows = marginals.source.mass
  const columns = marginals.target.mass
  const excessMass = sum(rows) - massOf(source) * massOf(target)

  // <P, C> + ε KL(P | a ⊗ b) is Σ f P1 + Σ g Pᵀ1 − ε(|P| − m_a m_b) for a plan of this form, exactly
  const transport = sum(product(f, rows)) + sum(product(g, columns))
  const primal =
    transport -
    epsilon * excessMass +
    regM * (klDivergence(rows, source.weights) + klDivergence(columns, target.weights))
  const dual = -regM * (excess(source.weights, f, regM) + excess(target.weights, g, regM)) - epsilon * excessMass

  return {
    marginalError: endError(source.weights, f, rows, regM) + endError(target.weights, g, columns, regM),
    primal,
    dual,
    // a lone point stays where it is for nothing
    gap: primal === dual ? 0 : (primal - dual) / Math.abs(primal),
  }
}

/** KL(p | q) = Σ p log(p/q) − p + q, written in δ = p/q − 1 so that nearly equal marginals lose no digits */
function klDivergence(p: Float64Array, q: Float64Array): number {
  const terms = new Float64Array(p.length)
  for (let i = 0; i < p.length; i++) {
    const ratio = p[i] / q[i]
    const delta = ratio - 1
    // below a half nothing cancels, and δ would round to −1 where next to nothing is left
    const log = ratio < 0.5 ? Math.log(ratio) : Math.log1p(delta)
    terms[i] = ratio === 0 ? q[i] : q[i] * (ratio * log - delta)
  }
  return sum(terms)
}

function endError(weights: Float64Array, potential: Float64Array, marginal: Float64Array, regM: number): number {
  const terms = new Float64Array(weights.length)
  for (let i = 0; i < terms.length; i++) {
    terms[i] = Math.abs(marginal[i] - weights[i] * Math.exp(-potential[i] / regM))
  }
  return sum(terms)
}
