import { type MotionShares, splitMotion } from '../motion/motion-shares.ts'
import type { PlanMarginals } from '../transport/certificate.ts'
import { fastKernel } from '../transport/fast-kernel.ts'
import { logWeights } from '../transport/half-step.ts'
import { minus, times } from '../transport/numbers.ts'
import type { Potentials, TransportProblem } from '../transport/problem.ts'
import type { SelfPlan } from '../transport/self-transport.ts'
import type { WorkPair } from './work-pair.ts'

/**
 * A pair's maps at the points of its support (contract §5), one entry a point: `n` of the source, `m` of the target.
 * Displacements are in work px; masses in px; costs in px mass × normalised length².
 */
export interface SupportMaps {
  readonly source: {
    readonly velocityDy: Float64Array
    readonly velocityDx: Float64Array
    readonly velocityDebiasedDy: Float64Array
    readonly velocityDebiasedDx: Float64Array
    /** what the best affine motion leaves of the debiased displacement */
    readonly velocityRestDy: Float64Array
    readonly velocityRestDx: Float64Array
    /** Σ_j coupling_ij */
    readonly transportedMass: Float64Array
    readonly massDestroyed: Float64Array
    readonly massChange: Float64Array
    readonly massCreatedOnSource: Float64Array
    readonly cost: Float64Array
    readonly costDebiased: Float64Array
  }
  readonly target: {
    readonly transportedMass: Float64Array
    readonly massCreated: Float64Array
    readonly massChange: Float64Array
    readonly cost: Float64Array
  }
  /** the debiased displacement's energy, weighted with the mass that moves */
  readonly motion: MotionShares
}

/** What each end's own self-transport does, at the mass that the end has in the pair's problem. */
export interface SelfPlans {
  readonly source: SelfPlan
  readonly target: SelfPlan
}

/** The maps of a solved pair. The coupling of contract §4 is the plan times the source's mass in pixels. */
export function supportMaps(
  pair: WorkPair,
  potentials: Potentials,
  marginals: PlanMarginals,
  self: SelfPlans,
): SupportMaps {
  const massPx = pair.source.massPx

  const transportedMass = times(marginals.source.mass, massPx)
  const arrivedMass = times(marginals.target.mass, massPx)
  const massCreated = shortfall(pair.target.support.weights, arrivedMass)
  const velocityDebiasedDy = minus(marginals.source.dy, self.source.plan.dy)
  const velocityDebiasedDx = minus(marginals.source.dx, self.source.plan.dx)
  const squaredScale = pair.problem.coordScale ** 2
  const { y, x } = pair.source.support
  const split = splitMotion({ y, x, dy: velocityDebiasedDy, dx: velocityDebiasedDx, weights: transportedMass })

  return {
    source: {
      velocityDy: marginals.source.dy,
      velocityDx: marginals.source.dx,
      velocityDebiasedDy,
      velocityDebiasedDx,
      velocityRestDy: split.restDy,
      velocityRestDx: split.restDx,
      transportedMass,
      massDestroyed: shortfall(pair.source.support.weights, transportedMass),
      massChange: times(minus(self.source.plan.mass, marginals.source.mass), massPx),
      massCreatedOnSource: pulledBack(pair, potentials, marginals, massCreated),
      cost: times(marginals.source.cost, massPx),
      costDebiased: costOf(transportedMass, velocityDebiasedDy, velocityDebiasedDx, squaredScale),
    },
    target: {
      transportedMass: arrivedMass,
      massCreated,
      massChange: times(minus(self.target.plan.mass, marginals.target.mass), massPx),
      cost: times(marginals.target.cost, massPx),
    },
    motion: split.shares,
  }
}

/** Σ_j (coupling_ij / Σ_i coupling_ij) · created_j for each source point: created mass seen from where its neighbours came */
function pulledBack(
  pair: WorkPair,
  potentials: Potentials,
  marginals: PlanMarginals,
  created: Float64Array,
): Float64Array {
  const { problem } = pair
  const { weights } = problem.source
  const pulled = new Float64Array(weights.length)
  const perArrival = new Float64Array(created.length)
  let largest = 0
  for (let j = 0; j < perArrival.length; j++) {
    const arrived = marginals.target.mass[j] * pair.source.massPx
    if (!(created[j] > 0 && arrived > 0)) continue
    perArrival[j] = (problem.target.weights[j] * created[j]) / arrived
    largest = Math.max(largest, created[j] / arrived)
  }
  if (largest === 0) return pulled

  const kernel = fastKernel(problem.target, problem.source, problem)
  const terms = logWeights(perArrival, potentials.g, problem.epsilon)
  // a point pulls back its own mass times a mean of created over arrived: what is negligible beside that is so to the map
  const logSum = kernel.logSumExp(terms, smallestArrival(problem, potentials, marginals) + Math.log(largest))
  for (let i = 0; i < pulled.length; i++) {
    pulled[i] = pair.source.massPx * weights[i] * Math.exp(potentials.f[i] / problem.epsilon + logSum[i])
  }
  return pulled
}

/** The smallest of log Σ_j b_j exp((g_j − C_ij)/ε) over the source's points that have a part in the plan. */
function smallestArrival(
  { source: { weights }, epsilon }: TransportProblem,
  { f }: Potentials,
  { source: { mass } }: PlanMarginals,
): number {
  let smallest = Number.POSITIVE_INFINITY
  for (let i = 0; i < weights.length; i++) {
    if (mass[i] > 0) smallest = Math.min(smallest, Math.log(mass[i] / weights[i]) - f[i] / epsilon)
  }
  return smallest
}

/** What of each weight was not coupled. */
function shortfall(weights: Float64Array, coupled: Float64Array): Float64Array {
  const out = new Float64Array(weights.length)
  for (let i = 0; i < out.length; i++) out[i] = Math.max(0, weights[i] - coupled[i])
  return out
}

/** mass · |d|² · scale */
function costOf(mass: Float64Array, dy: Float64Array, dx: Float64Array, scale: number): Float64Array {
  const out = new Float64Array(mass.length)
  for (let i = 0; i < out.length; i++) out[i] = mass[i] * (dy[i] ** 2 + dx[i] ** 2) * scale
  return out
}
