import { type Certificate, certify, planMarginals } from '../transport/certificate.ts'
import { massOf } from '../transport/measure.ts'
import type { Potentials } from '../transport/problem.ts'
import { type SelfPlan, type SelfTransport, selfPlan } from '../transport/self-transport.ts'
import { type SelfPlans, type SupportMaps, supportMaps } from './pair-maps.ts'
import type { WorkPair } from './work-pair.ts'

/** A pair with its potentials, whoever found them, and all that follows from them. */
export interface SolvedPair {
  readonly pair: WorkPair
  readonly potentials: Potentials
  readonly certificate: Certificate
  readonly self: SelfPlans
  readonly maps: SupportMaps
  /** debiased Sinkhorn divergence (Séjourné et al. 2019; contract §6), in units of the cost */
  readonly sinkhornDivergence: number
}

/** Certifies potentials and draws the pair's maps and divergence from them, in float64 (contract §4–§6). */
export function evaluatePair(
  pair: WorkPair,
  potentials: Potentials,
  selfSource: SelfTransport,
  selfTarget: SelfTransport,
): SolvedPair {
  const { problem } = pair
  const marginals = planMarginals(problem, potentials)
  const certificate = certify(problem, potentials, marginals)
  const self = {
    source: selfPlan(selfSource, problem, massOf(problem.source)),
    target: selfPlan(selfTarget, problem, massOf(problem.target)),
  }
  return {
    pair,
    potentials,
    certificate,
    self,
    maps: supportMaps(pair, potentials, marginals, self),
    sinkhornDivergence: divergence(pair, certificate, self.source, self.target),
  }
}

/** OT(a,b) − ½ OT(a,a) − ½ OT(b,b) + ε/2 (m_a − m_b)², with the duals as the values: lower bounds that are exact to second order */
function divergence(pair: WorkPair, certificate: Certificate, source: SelfPlan, target: SelfPlan): number {
  const { problem } = pair
  const massDifference = massOf(problem.source) - massOf(problem.target)
  return (
    certificate.dual -
    (source.certificate.dual + target.certificate.dual) / 2 +
    (problem.epsilon / 2) * massDifference ** 2
  )
}
