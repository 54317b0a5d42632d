import { type Certificate, certify, type DisplacedEnd, planAtSource } from './certificate.ts'
import { type Measure, massOf, scaleMeasure } from './measure.ts'
import { plus, times } from './numbers.ts'
import { damping, type TransportProblem } from './problem.ts'
import type { Solution } from './solution.ts'
import { solveSymmetric } from './solve-symmetric.ts'

/**
 * The transport of a measure of mass 1 onto itself (contract §5): what the entropic blur alone does, to be taken off a pair's
 * displacement, marginals and cost. Made once for a placed density, ε, λ and metric; `selfPlan` gives it for any other mass.
 */
export interface SelfTransport {
  readonly measure: Measure
  /** the one potential, f = g by symmetry */
  readonly potential: Float64Array
  /** what either end of its plan sees */
  readonly plan: DisplacedEnd
  readonly iterations: number
}

/** A self-transport seen at one mass: what a pair needs of it. */
export interface SelfPlan {
  readonly potential: Float64Array
  readonly plan: DisplacedEnd
  readonly certificate: Certificate
}

/** What a self-transport needs to know of the problem. */
export type Regularisation = Pick<TransportProblem, 'metric' | 'coordScale' | 'epsilon' | 'regM'>

/** How well a self-transport is solved: to a marginal error of 1e-12, or its float64 floor. */
export const SELF_OPTIONS = { tolerance: 1e-12, maxIterations: 1000 } as const

/** The symmetric problem between a measure, brought to mass 1, and itself. */
export function selfProblem(measure: Measure, regularisation: Regularisation): TransportProblem {
  const { metric, coordScale, epsilon, regM } = regularisation
  const unit = scaleMeasure(measure, 1 / massOf(measure))
  return { source: unit, target: unit, metric, coordScale, epsilon, regM }
}

/** What a self-problem's answer, whoever found it, says of the measure. */
export function selfTransport(problem: TransportProblem, { potentials, iterations }: Solution): SelfTransport {
  return { measure: problem.source, potential: potentials.f, plan: planAtSource(problem, potentials), iterations }
}

/** The self-transport of a measure by the reference solver. */
export function solveSelf(measure: Measure, regularisation: Regularisation): SelfTransport {
  const problem = selfProblem(measure, regularisation)
  return selfTransport(problem, solveSymmetric(problem, SELF_OPTIONS))
}

/**
 * The self-transport of the same measure with mass c: its potential is shifted by −τ ε log c / (1 + τ), so the plan's mass is multiplied by
 * c² c^(−2τ/(1+τ)) = c^(2/(1+τ)) and goes where it went.
 */
export function selfPlan(self: SelfTransport, regularisation: Regularisation, mass: number): SelfPlan {
  const tau = damping(regularisation)
  const shift = (-tau * regularisation.epsilon * Math.log(mass)) / (1 + tau)
  const factor = mass ** (2 / (1 + tau))
  const plan: DisplacedEnd = { ...self.plan, mass: times(self.plan.mass, factor), cost: times(self.plan.cost, factor) }
  const measure = scaleMeasure(self.measure, mass)
  const potential = plus(self.potential, shift)
  const problem: TransportProblem = { ...regularisation, source: measure, target: measure }
  const certificate = certify(problem, { f: potential, g: potential }, { source: plan, target: plan })
  return { potential, plan, certificate }
}
