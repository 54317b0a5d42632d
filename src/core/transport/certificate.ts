import { kernelMemory } from '../kernels/kernel-memory.ts'
import { fastKernel } from './fast-kernel.ts'
import { logWeights } from './half-step.ts'
import type { KernelCosts } from './kernel.ts'
import { type Measure, massOf } from './measure.ts'
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
}

/** The same with where it goes. */
export interface DisplacedEnd extends PlanEnd {
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
  readonly source: DisplacedEnd
  readonly target: PlanEnd
}

/** Evaluates the plan's marginals and costs at both ends, and its barycentric displacements at the source. */
export function planMarginals(problem: TransportProblem, potentials: Potentials): PlanMarginals {
  const { source, target, epsilon } = problem
  const terms = logWeights(source.weights, potentials.f, epsilon)
  const atTarget = fastKernel(source, target, problem).costs(terms, smallestSum(potentials.g, epsilon))
  return { source: planAtSource(problem, potentials), target: planEnd(target, potentials.g, atTarget, epsilon) }
}

/** The same at the source alone. */
export function planAtSource({ source, target, ...problem }: TransportProblem, { f, g }: Potentials): DisplacedEnd {
  const terms = logWeights(target.weights, g, problem.epsilon)
  const atSource = fastKernel(target, source, problem).moments(terms, smallestSum(f, problem.epsilon))
  return { ...planEnd(source, f, atSource, problem.epsilon), dy: atSource.meanDy, dx: atSource.meanDx }
}

/** About the smallest logarithm of a sum where the potential is a solution's: the marginals are then within e^(±p/λ) of the weights. */
function smallestSum(potential: Float64Array, epsilon: number): number {
  let largest = Number.NEGATIVE_INFINITY
  for (let i = 0; i < potential.length; i++) if (potential[i] > largest) largest = potential[i]
  return -largest / epsilon
}

function planEnd(
  measure: Measure,
  potential: Float64Array,
  { logSum, meanCost }: KernelCosts,
  epsilon: number,
): PlanEnd {
  const { weights } = measure
  const mass = new Float64Array(weights.length)
  const cost = new Float64Array(weights.length)
  for (let i = 0; i < mass.length; i++) {
    mass[i] = weights[i] * Math.exp(potential[i] / epsilon + logSum[i])
    cost[i] = mass[i] > 0 ? mass[i] * meanCost[i] : 0
  }
  return { mass, cost }
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
  const atSource = endSums(source.weights, f, rows, regM)
  // a transport onto itself looks the same from both ends
  const isSymmetric = source === target && f === g && rows === columns
  const atTarget = isSymmetric ? atSource : endSums(target.weights, g, columns, regM)

  const excessMass = atSource.mass - massOf(source) * massOf(target)
  // <P, C> + ε KL(P | a ⊗ b) is Σ f P1 + Σ g Pᵀ1 − ε(|P| − m_a m_b) for a plan of this form, exactly
  const transport = atSource.moved + atTarget.moved
  const primal = transport - epsilon * excessMass + regM * (atSource.divergence + atTarget.divergence)
  const dual = -regM * (atSource.excess + atTarget.excess) - epsilon * excessMass

  return {
    marginalError: atSource.error + atTarget.error,
    primal,
    dual,
    // a lone point stays where it is for nothing
    gap: primal === dual ? 0 : (primal - dual) / Math.abs(primal),
  }
}

/** One marginal against its weights w and its potential p. */
interface EndSums {
  /** Σ w (e^(−p/λ) − 1) */
  readonly excess: number
  /** KL(marginal | w) */
  readonly divergence: number
  /** Σ |marginal − w e^(−p/λ)| */
  readonly error: number
  /** Σ marginal */
  readonly mass: number
  /** Σ p · marginal */
  readonly moved: number
}

function endSums(weights: Float64Array, potential: Float64Array, marginal: Float64Array, regM: number): EndSums {
  const memory = kernelMemory()
  return memory.scope(() => {
    const [w, p, m] = [memory.takeFilled(weights), memory.takeFilled(potential), memory.takeFilled(marginal)]
    const out = memory.takeUnset(SUMS)
    memory.kernels.endSums(w, p, m, weights.length, -1 / regM, out)
    const [excess, divergence, error, mass, moved] = memory.float64(out, SUMS)
    return { excess, divergence, error, mass, moved }
  })
}

const SUMS = 5
