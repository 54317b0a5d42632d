import type { CanonicalMaps } from '../pair/canonical-maps.ts'
import type { SolvedPair } from '../pair/solved-pair.ts'
import { dctFeatures } from './dct-features.ts'
import { displacementFeatures } from './displacement-features.ts'
import type { PairMetrics } from './pair-metrics.ts'

/** The feature row of a pair (contract §7), named as the columns of `ot_feature_matrix.parquet`. */
export function pairFeatures(
  solved: SolvedPair,
  maps: CanonicalMaps,
  metrics: PairMetrics,
  bandCount: number,
): Record<string, number> {
  const { grid, frame, source, target } = solved.pair
  return {
    n_dct_bands: bandCount,
    ot_total_transport_cost_um2: metrics.total_transport_cost_um2,
    ot_mean_transport_distance_um: metrics.mean_transport_distance_um,
    ot_specific_transport_cost_um2_per_mass: metrics.specific_transport_cost_um2_per_mass,
    ot_transported_mass_pct_src: metrics.transported_mass_pct_src,
    ot_transported_mass_pct_tgt: metrics.transported_mass_pct_tgt,
    ot_created_mass_pct: metrics.created_mass_pct,
    ot_destroyed_mass_pct: metrics.destroyed_mass_pct,
    ot_mass_ratio_crop: target.massPx / source.massPx,
    ot_mass_delta_crop: target.massPx - source.massPx,
    ot_proportion_transported: metrics.proportion_transported,
    ...displacementFeatures(solved),
    ...dctFeatures(maps, grid, frame.box, bandCount),
  }
}
