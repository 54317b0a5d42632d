import { DCT_FIELDS, dctFeatureName } from '../core/features/dct-features.ts'
import type { ColumnType } from './parquet-table.ts'

/** A column of one of the two tables, as `docs/file-formats.md` lists it. */
export interface TableColumn {
  readonly name: string
  readonly type: ColumnType
  /** '' for none */
  readonly unit: string
  readonly meaning: string
  /** the version of Otolith that first wrote it */
  readonly since: string
}

/** Version of the two tables' layout, the original's `feature_schema_version`. */
export const FEATURE_SCHEMA_VERSION = 'otolith-1'

const since = '0.1.0'
const text = (name: string, meaning: string): TableColumn => ({ name, type: 'string', unit: '', meaning, since })
const label = (name: string, meaning: string): TableColumn => ({ name, type: 'category', unit: '', meaning, since })
const real = (name: string, unit: string, meaning: string): TableColumn => ({
  name,
  type: 'float64',
  unit,
  meaning,
  since,
})
const whole = (name: string, unit: string, meaning: string): TableColumn => ({
  name,
  type: 'int64',
  unit,
  meaning,
  since,
})
const flag = (name: string, meaning: string): TableColumn => ({ name, type: 'bool', unit: '', meaning, since })

const KEYS: readonly TableColumn[] = [
  label('feature_schema_version', 'layout of this table'),
  label('run_id', 'the run; key with pair_id'),
  text('pair_id', 'the pair; key with run_id'),
]

const LABELS: readonly TableColumn[] = [
  label('set_type', 'from the manifest'),
  whole('set_rank', '', 'from the manifest'),
  label('genotype', 'from the manifest'),
  real('bin_src_hpf', 'hpf', 'stage bin of the source, from the manifest'),
  real('bin_tgt_hpf', 'hpf', 'stage bin of the target, from the manifest'),
  flag('is_control_pair', 'from the manifest'),
  label('src_embryo_id_manifest', "the manifest's src_embryo_id"),
  label('tgt_embryo_id_manifest', "the manifest's tgt_embryo_id"),
]

function endColumns(end: 'src' | 'tgt', word: string): TableColumn[] {
  return [
    label(`${end}_embryo_id`, `${word} embryo`),
    whole(`${end}_frame_index`, '', `${word} frame`),
    label(`${end}_experiment_id`, `of the ${word}, from the embryo table`),
    label(`${end}_experiment_date`, `of the ${word}, from the embryo table`),
    label(`${end}_well`, `of the ${word}, from the embryo table`),
    label(`${end}_snip_id`, `of the ${word}, from the embryo table`),
    real(`${end}_relative_time_s`, 's', `of the ${word}, from the embryo table`),
    label(`${end}_genotype`, `of the ${word}, from the embryo table`),
    real(`${end}_stage_hpf`, 'hpf', `predicted stage of the ${word}, from the embryo table`),
    real(`${end}_um_per_px`, 'µm/px', `scale of the ${word}'s raw mask`),
    label(`${end}_alignment`, `how the ${word}'s orientation was told: yolk, shape (of the anterior body) or moments`),
    real(`${end}_orientation_skew_y`, '', `standardised third central moment of the placed ${word} along y`),
    real(`${end}_orientation_skew_x`, '', `standardised third central moment of the placed ${word} along x`),
    flag(`${end}_orientation_uncertain`, `what the ${word}'s orientation was told by is weak or contradicts itself`),
    real(`${end}_retained_area`, '', `placed area of the ${word} over the area that its scale says`),
    whole(`${end}_cleaned_removed_px`, 'raw px', `area of the pieces of the ${word} that cleaning removed`),
    whole(`${end}_cleaned_filled_px`, 'raw px', `area of the holes of the ${word} that cleaning filled`),
    text(`${end}_table_flags`, `quality flags that the embryo table raises for the ${word}, separated by ;`),
    text(
      `${end}_quality_flags`,
      `kinds of the quality flags of the ${word} (docs/method.md), separated by ;, empty for none`,
    ),
    real(`${end}_area_um2`, 'µm²', `area of the placed ${word}`),
    real(`${end}_length_um`, 'µm', `length of the ${word} along its body, however it is bent`),
    real(`${end}_width_um`, 'µm', `area over length of the ${word}`),
    real(`${end}_yolk_share`, '', `area of the ${word}'s yolk mask over the body's`),
    real(
      `${end}_area_jump`,
      '',
      `by which share the ${word}'s area exceeds what its embryo's neighbouring frames let expect`,
    ),
    real(`${end}_length_jump`, '', `the same of its length`),
    real(`${end}_width_jump`, '', `the same of its width`),
    real(`${end}_shape_misfit`, '', `share of the ${word}'s shape that does not overlap with its neighbouring frames`),
    flag(`${end}_turned_along_time`, `the ${word} was turned by 180° to agree with its neighbouring frames`),
    flag(
      `${end}_flipped_along_time`,
      `the ${word} was mirrored across its long axis to agree with its neighbouring frames`,
    ),
  ]
}

/** Columns of `ot_pair_metrics.parquet` (contract §6). */
export const METRIC_COLUMNS: readonly TableColumn[] = [
  ...KEYS,
  flag('success', 'false where the pair failed'),
  text('error_message', 'why it failed'),
  real(
    'runtime_sec',
    's',
    'placement of both frames (0 where already placed), solve, maps, metrics and features, in memory',
  ),
  real('load_sec', 's', 'decoding of both masks, charged to the first pair that uses them'),
  real('place_sec', 's', 'placement of both frames, charged to the first pair that uses them'),
  real('solve_sec', 's', 'solve, certificate and maps, with the self-transports that no earlier pair had needed'),
  real('self_sec', 's', 'the part of solve_sec that went into self-transports'),
  real('maps_sec', 's', 'the part of solve_sec that went into certificate and maps'),
  real('features_sec', 's', 'metrics and features'),
  real('write_sec', 's', "writing the pair's folder"),
  label('backend', 'the engine in capitals'),
  label('engine', 'who solved'),
  label('device', 'what the engine ran on'),
  label('app_version', 'version of Otolith'),
  text('input_hash', "sha256 of the pair's masks, yolks and scales"),
  flag('converged', 'marginal error and gap are both within the tolerance'),
  whole('iterations', '', 'full iterations of the solver'),
  real('tolerance', '', 'what marginal error and gap had to come under'),
  real('marginal_error', '', 'Σ |P1 − a e^(−f/λ)| over both ends'),
  real('primal', 'cost', 'value of the plan: upper bound of the optimum'),
  real('dual', 'cost', 'value of the potentials: lower bound of the optimum'),
  real('gap', '', '(primal − dual) / |primal|'),
  real('self_gap_src', '', "gap of the source's self-transport"),
  real('self_gap_tgt', '', "gap of the target's self-transport"),
  ...endColumns('src', 'source'),
  ...endColumns('tgt', 'target'),
  text('quality_flags', "kinds of the pair's own quality flags, separated by ;, empty for none"),
  real('displacement_over_body', '', "largest debiased displacement over the source's length"),
  real('delta_time_s', 's', "target's relative time minus the source's"),
  flag('yolk_src_present', 'the source has a yolk mask'),
  flag('yolk_tgt_present', 'the target has a yolk mask'),
  real('epsilon', 'cost', 'ε'),
  real('marginal_relaxation', 'cost', 'λ'),
  real('reach_um', 'µm', 'the reach that λ was set from, if one was'),
  label('metric', 'cost of moving: sqeuclidean or euclidean'),
  label('mass_mode', 'what a pixel weighs'),
  label('mass_normalization', 'per_mask or source'),
  label('placement', 'how frames are placed: anterior, by head, yolk and trunk; morphseq, by the whole mask'),
  label('refinement', 'rigid: each target was laid over its source by their anterior bodies'),
  whole('refine_rounds', '', 'times that the target was moved'),
  real('refine_angle_deg', '°', 'how far the target was turned in all, + clockwise on the screen'),
  real('refine_shift_y_px', 'px', "way of its anterior body's centre, + down"),
  real('refine_shift_x_px', 'px', 'the same, + right'),
  real(
    'refine_residual_angle_deg',
    '°',
    'turn of the anterior body that is left, corrected for what transport does not show of a turn; none where the body is too round to tell',
  ),
  real('refine_residual_shift_px', 'px', 'shift of the anterior body that is left'),
  real('refine_sec', 's', 'the rounds; part of solve_sec'),
  whole('downsample_factor', '', 'side of the pooled blocks, canonical px'),
  real('coord_scale', '1/px', 'normalised length of one work px'),
  label('align_mode', 'alignment of a pair against each other: none'),
  flag('use_pair_frame', 'solved on the crop that holds both masks: true'),
  flag('use_canonical_grid', 'placed on the canonical grid: true'),
  label('canonical_grid_align_mode', "the frames' alignment: yolk, shape, moments, or mixed"),
  ...LABELS,
  whole('n_support_src', 'points', 'support of the source'),
  whole('n_support_tgt', 'points', 'support of the target'),
  real('mass_src_px', 'px', 'mass of the source'),
  real('mass_tgt_px', 'px', 'mass of the target'),
  real('cost', 'px × length²', 'total transport cost'),
  real('total_transport_cost', 'px × length²', 'Σ coupling · C'),
  real('transported_mass', 'px', 'T = Σ coupling'),
  real('created_mass', 'px', 'sum of the created-mass map'),
  real('destroyed_mass', 'px', 'sum of the destroyed-mass map'),
  real('mean_transport_cost', 'length²', 'cost / T'),
  real('mean_transport_distance', 'length', '√(cost / T); cost / T for euclidean'),
  real('specific_transport_cost', 'length²', "cost / the source's mass"),
  real('transported_mass_pct_src', '%', "T over the source's mass"),
  real('transported_mass_pct_tgt', '%', "T over the target's mass"),
  real('transported_mass_pct_min', '%', 'T over the smaller mass'),
  real('created_mass_pct', '%', "created over the target's mass"),
  real('destroyed_mass_pct', '%', "destroyed over the source's mass"),
  real('proportion_transported', '', 'T over the smaller mass'),
  real('created_area_um2', 'µm²', 'created mass as area'),
  real('destroyed_area_um2', 'µm²', 'destroyed mass as area'),
  real('total_transport_cost_um2', 'px × µm²', 'sqeuclidean only'),
  real('mean_transport_cost_um2', 'µm²', 'sqeuclidean only'),
  real('specific_transport_cost_um2_per_mass', 'µm²', 'sqeuclidean only'),
  real('total_transport_cost_um', 'px × µm', 'euclidean only'),
  real('mean_transport_cost_um', 'µm', 'euclidean only'),
  real('specific_transport_cost_um_per_mass', 'µm', 'euclidean only'),
  real('mean_transport_distance_um', 'µm', 'mean transport distance'),
  real('mass_change_src_abs', 'px', 'sum of |mass change| over the source, against its self-transport'),
  real('mass_change_tgt_abs', 'px', 'sum of |mass change| over the target, against its self-transport'),
  real('self_exchange_pct', '%', 'mass that the source exchanges in place even with itself; over 2 the reach is short'),
  real('sinkhorn_divergence', 'cost', 'OT(a,b) − ½ OT(a,a) − ½ OT(b,b) + ε/2 (m_a − m_b)²'),
  real('sinkhorn_divergence_um2', 'µm²', 'sqeuclidean only'),
  real('sinkhorn_divergence_um', 'µm', 'its root; for euclidean the divergence itself'),
  real('motion_rigid_share', '', "part of the debiased displacement's energy that one turn and shift explain"),
  real('motion_scale_share', '', 'further part by growing or shrinking alike in all directions'),
  real('motion_affine_share', '', 'further part by stretching and shearing alike everywhere'),
  real('motion_rest_share', '', 'what no affine motion explains: where shape differs'),
  real('motion_scale_factor', '', "the best similarity's factor of length"),
]

/** Columns of `ot_feature_matrix.parquet` (contract §7) for a number of DCT bands. */
export function featureColumns(bandCount: number): TableColumn[] {
  const bands = DCT_FIELDS.flatMap((field) =>
    Array.from({ length: bandCount }, (_, band) =>
      real(dctFeatureName(field, band), '', `share of the DCT energy of ${field} in radial band ${band}`),
    ),
  )
  return [
    ...KEYS,
    label('backend', 'the engine in capitals'),
    ...LABELS,
    whole('n_dct_bands', '', 'number of radial DCT bands'),
    real('ot_total_transport_cost_um2', 'px × µm²', 'as in the metrics'),
    real('ot_mean_transport_distance_um', 'µm', 'as in the metrics'),
    real('ot_specific_transport_cost_um2_per_mass', 'µm²', 'as in the metrics'),
    real('ot_transported_mass_pct_src', '%', 'as in the metrics'),
    real('ot_transported_mass_pct_tgt', '%', 'as in the metrics'),
    real('ot_created_mass_pct', '%', 'as in the metrics'),
    real('ot_destroyed_mass_pct', '%', 'as in the metrics'),
    real('ot_mass_ratio_crop', '', "target's mass over the source's"),
    real('ot_mass_delta_crop', 'px', "target's mass minus the source's"),
    real('ot_proportion_transported', '', 'as in the metrics'),
    ...displacementColumns('bar_disp', 'barycentric displacement', ['mean', 'std', 'p50', 'p90', 'p95', 'max']),
    ...displacementColumns('bar_disp_debiased', 'debiased displacement', ['mean', 'p50', 'p90', 'p95', 'max']),
    ...bands,
  ]
}

function displacementColumns(prefix: string, what: string, statistics: readonly string[]): TableColumn[] {
  return statistics.map((statistic) =>
    real(`${prefix}_${statistic}_um`, 'µm', `${statistic} of the ${what} over source points that carry mass`),
  )
}
