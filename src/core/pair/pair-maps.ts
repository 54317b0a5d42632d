import type { PlanMarginals } from '../transport/certificate.ts'
import { fastKernel } from '../transport/fast-kernel.ts'
import { logWeights } from '../transport/half-step.ts'
import type { Potentials } from '../transport/problem.ts'
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
  const times = (values: Float64Array, factor: number) => values.map((value) => value * factor)
  const minus = (a: Float64Array, b: Float64Array) => a.map((value, i) => value - b[i])
  const shortfall = (weights: Float64Array, coupled: Float64Array) =>
    weights.map((weight, i) => Math.max(0, weight - coupled[i]))

  const transportedMass = times(marginals.source.mass, massPx)
  const arrivedMass = times(marginals.target.mass, massPx)
  const massCreated = shortfall(pair.target.support.weights, arrivedMass)
  const velocityDebiasedDy = minus(marginals.source.dy, self.source.plan.dy)
  const velocityDebiasedDx = minus(marginals.source.dx, self.source.plan.dx)
  const squaredScale = pair.problem.coordScale ** 2

  return {
    source: {
      velocityDy: marginals.source.dy,
      velocityDx: marginals.source.dx,
      velocityDebiasedDy,
      velocityDebiasedDx,
      transportedMass,
      massDestroyed: shortfall(pair.source.support.weights, transportedMass),
      massChange: times(minus(self.source.plan.mass, marginals.source.mass), massPx),
      massCreatedOnSource: pulledBack(pair, potentials, massCreated, arrivedMass),
      cost: times(marginals.source.cost, massPx),
      costDebiased: transportedMass.map(
        (mass, i) => mass * (velocityDebiasedDy[i] ** 2 + velocityDebiasedDx[i] ** 2) * squaredScale,
      ),
    },
    target: {
      transportedMass: arrivedMass,
      massCreated,
      massChange: times(minus(self.target.plan.mass, marginals.target.mass), massPx),
      cost: times(marginals.target.cost, massPx),
    },
  }
}

/** Σ_j (coupling_ij / Σ_i coupling_ij) · created_j for each source point: created mass seen from where its neighbours came */
function pulledBack(
  pair: WorkPair,
  potentials: Potentials,
  created: Float64Array,
  arrived: Float64Array,
): Float64Array {
  const { problem } = pair
  const perArrival = problem.target.weights.map((weight, j) =>
    created[j] > 0 && arrived[j] > 0 ? (weight * created[j]) / arrived[j] : 0,
  )
  const kernel = fastKernel(problem.target, problem.source, problem)
  const logSum = kernel.logSumExp(logWeights(perArrival, potentials.g, problem.epsilon))
  return problem.source.weights.map(
    (weight, i) => pair.source.massPx * weight * Math.exp(potentials.f[i] / problem.epsilon + logSum[i]),
  )
}
