import type { SolvedPair } from '../pair/solved-pair.ts'
import { sum } from '../transport/numbers.ts'

/**
 * The transport metrics of a pair (contract §6), named as the columns of `ot_pair_metrics.parquet`. Masses are in canonical px,
 * costs in px mass × normalised length², `…_um2` and `…_um` in µm², µm. NaN where a metric does not exist for the cost.
 */
export type PairMetrics = ReturnType<typeof pairMetrics>

/** Computes the metrics of a solved pair. */
export function pairMetrics({ pair, maps, self, certificate, sinkhornDivergence }: SolvedPair) {
  const squared = pair.problem.metric === 'sqeuclidean'
  const sourceMass = pair.source.massPx
  const targetMass = pair.target.massPx
  const smallerMass = Math.min(sourceMass, targetMass)
  const pxAreaUm2 = pair.grid.umPerPx ** 2
  /** one unit of normalised length, µm */
  const lengthUm = (pair.grid.umPerPx * pair.frame.downsampleFactor) / pair.problem.coordScale

  const cost = sum(maps.source.cost)
  const transported = sum(maps.source.transportedMass)
  const created = sum(maps.target.massCreated)
  const destroyed = sum(maps.source.massDestroyed)
  const meanDistance = squared ? Math.sqrt(cost / transported) : cost / transported
  const ifSquared = (value: number) => (squared ? value : Number.NaN)
  const ifPlain = (value: number) => (squared ? Number.NaN : value)

  return {
    cost,
    n_support_src: pair.problem.source.weights.length,
    n_support_tgt: pair.problem.target.weights.length,
    mass_src_px: sourceMass,
    mass_tgt_px: targetMass,
    total_transport_cost: cost,
    transported_mass: transported,
    created_mass: created,
    destroyed_mass: destroyed,
    mean_transport_cost: cost / transported,
    mean_transport_distance: meanDistance,
    specific_transport_cost: cost / sourceMass,
    transported_mass_pct_src: (100 * transported) / sourceMass,
    transported_mass_pct_tgt: (100 * transported) / targetMass,
    transported_mass_pct_min: (100 * transported) / smallerMass,
    created_mass_pct: (100 * created) / targetMass,
    destroyed_mass_pct: (100 * destroyed) / sourceMass,
    proportion_transported: transported / smallerMass,
    created_area_um2: created * pxAreaUm2,
    destroyed_area_um2: destroyed * pxAreaUm2,
    total_transport_cost_um2: ifSquared(cost * lengthUm ** 2),
    mean_transport_cost_um2: ifSquared((cost / transported) * lengthUm ** 2),
    specific_transport_cost_um2_per_mass: ifSquared((cost * lengthUm ** 2) / sourceMass),
    total_transport_cost_um: ifPlain(cost * lengthUm),
    mean_transport_cost_um: ifPlain((cost / transported) * lengthUm),
    specific_transport_cost_um_per_mass: ifPlain((cost * lengthUm) / sourceMass),
    mean_transport_distance_um: meanDistance * lengthUm,
    mass_change_src_abs: absoluteSum(maps.source.massChange),
    mass_change_tgt_abs: absoluteSum(maps.target.massChange),
    self_exchange_pct: selfExchangePct(self.source.plan.mass, pair.problem.source.weights),
    sinkhorn_divergence: sinkhornDivergence,
    sinkhorn_divergence_um2: ifSquared(sinkhornDivergence * lengthUm ** 2),
    sinkhorn_divergence_um: squared
      ? lengthUm * Math.sqrt(Math.max(0, sinkhornDivergence))
      : lengthUm * sinkhornDivergence,
    motion_rigid_share: maps.motion.rigid,
    motion_scale_share: maps.motion.scale,
    motion_affine_share: maps.motion.affine,
    motion_rest_share: maps.motion.rest,
    motion_scale_factor: maps.motion.scaleFactor,
    self_gap_src: self.source.certificate.gap,
    self_gap_tgt: self.target.certificate.gap,
    marginal_error: certificate.marginalError,
    primal: certificate.primal,
    dual: certificate.dual,
    gap: certificate.gap,
  }
}

/** How much of its own mass a frame exchanges in place when it is moved onto itself: a short reach does that (contract §4). */
function selfExchangePct(coupled: Float64Array, weights: Float64Array): number {
  const kept = new Float64Array(coupled.length)
  for (let i = 0; i < kept.length; i++) kept[i] = Math.min(coupled[i], weights[i])
  return 100 * (1 - sum(kept) / sum(weights))
}

function absoluteSum(values: Float64Array): number {
  return sum(values.map(Math.abs))
}
