import { type Certificate, certify, type PlanEnd, planMarginals } from './certificate.ts'
import { costKernel } from './cost-kernel.ts'
import { logWeights, marginalError } from './half-step.ts'
import type { CostKernel } from './kernel.ts'
import { type Measure, massOf, scaleMeasure } from './measure.ts'
import { damping, type TransportProblem } from './problem.ts'

/**
 * The transport of a measure of mass 1 onto itself (contract §5): what the entropic blur alone does, to be taken off a pair's
 * displacement, marginals and cost. Made once for a placed density, ε, λ and metric; `selfPlan` gives it for any other mass.
 */
export interface SelfTransport {
  readonly measure: Measure
  /** the one potential, f = g by symmetry */
  readonly potential: Float64Array
  /** what either end of its plan sees */
  readonly plan: PlanEnd
  readonly iterations: number
}

/** A self-transport seen at one mass: what a pair needs of it. */
export interface SelfPlan {
  readonly potential: Float64Array
  readonly plan: PlanEnd
  readonly certificate: Certificate
}

/** What a self-transport needs to know of the problem. */
export type Regularisation = Pick<TransportProblem, 'metric' | 'coordScale' | 'epsilon' | 'regM'>

/** Makes the kernel from a measure to itself. */
export type SelfKernel = (measure: Measure, regularisation: Regularisation) => Pick<CostKernel, 'logSumExp'>

const SELF_TOLERANCE = 1e-12
const SELF_MAX_ITERATIONS = 1000

/**
 * Solves the symmetric problem by the averaged step f ← (f + τ S f)/2 (Feydy et al. 2019), to a marginal error of 1e-12 or its float64
 * floor.
 *
 * @param kernelOf the kernel from a measure to itself, from an engine that has a faster one; its plan is core's in any case
 */
export function solveSelf(
  measure: Measure,
  regularisation: Regularisation,
  kernelOf: SelfKernel = (unit) => costKernel(unit, unit, regularisation),
): SelfTransport {
  const unit = scaleMeasure(measure, 1 / massOf(measure))
  const { epsilon } = regularisation
  const tau = damping(regularisation)
  const kernel = kernelOf(unit, regularisation)
  const potential = new Float64Array(unit.weights.length)
  let best = Infinity
  let sinceBest = 0
  let iterations = 0
  while (iterations < SELF_MAX_ITERATIONS) {
    const logSum = kernel.logSumExp(logWeights(unit.weights, potential, epsilon))
    const error = marginalError(unit.weights, potential, logSum, regularisation)
    sinceBest = error < best ? 0 : sinceBest + 1
    best = Math.min(best, error)
    if (error <= SELF_TOLERANCE || sinceBest > 10) break
    for (let i = 0; i < potential.length; i++) potential[i] += (-tau * epsilon * logSum[i] - potential[i]) / 2
    iterations++
  }
  const problem: TransportProblem = { ...regularisation, source: unit, target: unit }
  const { source: plan } = planMarginals(problem, { f: potential, g: potential })
  return { measure: unit, potential, plan, iterations }
}

/**
 * The self-transport of the same measure with mass c: its potential is shifted by −τ ε log c / (1 + τ), so the plan's mass is multiplied by
 * c² c^(−2τ/(1+τ)) = c^(2/(1+τ)) and goes where it went.
 */
export function selfPlan(self: SelfTransport, regularisation: Regularisation, mass: number): SelfPlan {
  const tau = damping(regularisation)
  const shift = (-tau * regularisation.epsilon * Math.log(mass)) / (1 + tau)
  const factor = mass ** (2 / (1 + tau))
  const scaled = (values: Float64Array) => values.map((value) => value * factor)
  const plan: PlanEnd = { ...self.plan, mass: scaled(self.plan.mass), cost: scaled(self.plan.cost) }
  const measure = scaleMeasure(self.measure, mass)
  const potential = self.potential.map((value) => value + shift)
  const problem: TransportProblem = { ...regularisation, source: measure, target: measure }
  const certificate = certify(problem, { f: potential, g: potential }, { source: plan, target: plan })
  return { potential, plan, certificate }
}
