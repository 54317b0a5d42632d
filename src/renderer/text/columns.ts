// What the columns of a study's tables are called on a page; their units come with them. `docs/file-formats.md` says what each means.

/** The sections in which columns are listed, each with the columns that one looks for there, in order. */
interface ColumnSection {
  readonly title: string
  readonly words: Readonly<Record<string, string>>
}

const end = (prefix: 'src' | 'tgt', word: 'source' | 'target'): ColumnSection => ({
  title: word === 'source' ? 'Source' : 'Target',
  words: {
    [`${prefix}_embryo_id`]: `Embryo (${word})`,
    [`${prefix}_genotype`]: `Genotype (${word})`,
    [`${prefix}_stage_hpf`]: `Stage (${word})`,
    [`${prefix}_frame_index`]: `Frame (${word})`,
    [`${prefix}_relative_time_s`]: `Time in the film (${word})`,
    [`${prefix}_experiment_date`]: `Experiment date (${word})`,
    [`${prefix}_experiment_id`]: `Experiment (${word})`,
    [`${prefix}_well`]: `Well (${word})`,
    [`${prefix}_snip_id`]: `Snip (${word})`,
    [`${prefix}_area_um2`]: `Area (${word})`,
    [`${prefix}_length_um`]: `Body length (${word})`,
    [`${prefix}_width_um`]: `Mean width (${word})`,
    [`${prefix}_yolk_share`]: `Yolk’s share of the area (${word})`,
    [`${prefix}_quality_flags`]: `Quality flags (${word})`,
    [`${prefix}_table_flags`]: `Flags of the table (${word})`,
    [`${prefix}_area_jump`]: `Area against neighbouring frames (${word})`,
    [`${prefix}_length_jump`]: `Length against neighbouring frames (${word})`,
    [`${prefix}_width_jump`]: `Width against neighbouring frames (${word})`,
    [`${prefix}_shape_misfit`]: `Shape misfit to neighbouring frames (${word})`,
    [`${prefix}_alignment`]: `Orientation told by (${word})`,
    [`${prefix}_orientation_uncertain`]: `Orientation unsure (${word})`,
    [`${prefix}_orientation_skew_y`]: `Back–belly asymmetry (${word})`,
    [`${prefix}_orientation_skew_x`]: `Head–tail asymmetry (${word})`,
    [`${prefix}_turned_along_time`]: `Turned as its neighbours lie (${word})`,
    [`${prefix}_flipped_along_time`]: `Mirrored as its neighbours lie (${word})`,
    [`${prefix}_retained_area`]: `Area kept by placement (${word})`,
    [`${prefix}_cleaned_removed_px`]: `Area of removed pieces (${word})`,
    [`${prefix}_cleaned_filled_px`]: `Area of filled holes (${word})`,
    [`${prefix}_um_per_px`]: `Scale of the raw mask (${word})`,
  },
})

export const COLUMN_SECTIONS: readonly ColumnSection[] = [
  {
    title: 'Shape difference',
    words: {
      mean_transport_distance_um: 'Mean transport distance',
      sinkhorn_divergence_um: 'Shape divergence (Sinkhorn)',
      sinkhorn_divergence_um2: 'Shape divergence, squared (Sinkhorn)',
      total_transport_cost_um2: 'Total transport cost',
      total_transport_cost_um: 'Total transport cost',
      mean_transport_cost_um2: 'Mean transport cost',
      mean_transport_cost_um: 'Mean transport cost',
      specific_transport_cost_um2_per_mass: 'Transport cost per source mass',
      specific_transport_cost_um_per_mass: 'Transport cost per source mass',
    },
  },
  {
    title: 'Displacement',
    words: {
      bar_disp_debiased_mean_um: 'Mean displacement (debiased)',
      bar_disp_debiased_p50_um: 'Median displacement (debiased)',
      bar_disp_debiased_p90_um: '90th percentile of displacement (debiased)',
      bar_disp_debiased_p95_um: '95th percentile of displacement (debiased)',
      bar_disp_debiased_max_um: 'Largest displacement (debiased)',
      displacement_over_body: 'Largest displacement over body length',
      bar_disp_mean_um: 'Mean displacement (plain)',
      bar_disp_std_um: 'Spread of displacement (plain)',
      bar_disp_p50_um: 'Median displacement (plain)',
      bar_disp_p90_um: '90th percentile of displacement (plain)',
      bar_disp_p95_um: '95th percentile of displacement (plain)',
      bar_disp_max_um: 'Largest displacement (plain)',
    },
  },
  {
    title: 'What kind of motion',
    words: {
      motion_rigid_share: 'Share explained by turn and shift',
      motion_scale_share: 'Further share explained by growing or shrinking',
      motion_affine_share: 'Further share explained by stretching and shearing',
      motion_rest_share: 'Share left: local difference of shape',
      motion_scale_factor: 'Factor of length of the best fit',
    },
  },
  {
    title: 'Mass',
    words: {
      created_mass_pct: 'Created mass',
      destroyed_mass_pct: 'Destroyed mass',
      created_area_um2: 'Created area',
      destroyed_area_um2: 'Destroyed area',
      mass_change_src_abs: 'Mass change on the source',
      mass_change_tgt_abs: 'Mass change on the target',
      ot_mass_ratio_crop: 'Target’s mass over the source’s',
      ot_mass_delta_crop: 'Target’s mass minus the source’s',
      mass_src_px: 'Mass of the source',
      mass_tgt_px: 'Mass of the target',
      created_mass: 'Created mass, in px',
      destroyed_mass: 'Destroyed mass, in px',
      transported_mass: 'Transported mass',
      transported_mass_pct_src: 'Transported mass of the source',
      transported_mass_pct_tgt: 'Transported mass of the target',
      transported_mass_pct_min: 'Transported mass of the smaller',
      proportion_transported: 'Transported mass over the smaller',
      self_exchange_pct: 'Mass exchanged in place with itself',
    },
  },
  {
    title: 'Pair',
    words: {
      run_id: 'Run',
      pair_id: 'Pair',
      position: 'Place in the manifest',
      state: 'State',
      genotype: 'Genotype (manifest)',
      set_type: 'Kind of pair',
      set_rank: 'Rank within its kind',
      is_control_pair: 'Control pair',
      bin_src_hpf: 'Stage bin of the source',
      bin_tgt_hpf: 'Stage bin of the target',
      delta_time_s: 'Time between the frames',
      quality_flags: 'Quality flags (pair)',
      src_embryo_id_manifest: 'Source embryo in the manifest',
      tgt_embryo_id_manifest: 'Target embryo in the manifest',
      error_message: 'Why it failed',
      success: 'Solved',
    },
  },
  end('tgt', 'target'),
  end('src', 'source'),
  {
    title: 'Placement of the pair',
    words: {
      placement: 'Placement',
      refinement: 'Refinement',
      refine_rounds: 'Rounds of refinement',
      refine_angle_deg: 'Turn by refinement',
      refine_shift_y_px: 'Shift by refinement, down',
      refine_shift_x_px: 'Shift by refinement, right',
      refine_residual_angle_deg: 'Turn of the anterior body that is left',
      refine_residual_shift_px: 'Shift of the anterior body that is left',
      canonical_grid_align_mode: 'Orientation told by (both)',
      yolk_src_present: 'Source has a yolk',
      yolk_tgt_present: 'Target has a yolk',
    },
  },
  {
    title: 'Solver',
    words: {
      converged: 'Converged',
      iterations: 'Iterations',
      marginal_error: 'Marginal error',
      gap: 'Duality gap',
      self_gap_src: 'Duality gap of the source’s self-transport',
      self_gap_tgt: 'Duality gap of the target’s self-transport',
      runtime_sec: 'Runtime',
      solve_sec: 'Time to solve',
      place_sec: 'Time to place',
      load_sec: 'Time to load',
      self_sec: 'Time for self-transports',
      maps_sec: 'Time for certificate and maps',
      features_sec: 'Time for features',
      refine_sec: 'Time for refinement',
      write_sec: 'Time to write',
      engine: 'Engine',
      device: 'Device',
      app_version: 'Version of Otolith',
      n_support_src: 'Support of the source',
      n_support_tgt: 'Support of the target',
      epsilon: 'Entropic regularisation ε',
      marginal_relaxation: 'Marginal relaxation λ',
      reach_um: 'Reach',
      mass_mode: 'Mass mode',
      mass_normalization: 'Mass normalisation',
      downsample_factor: 'Downsampling',
    },
  },
]

const DCT_WORDS: Readonly<Record<string, string>> = {
  vx: 'displacement along the body',
  vy: 'displacement across the body',
  div: 'divergence',
  curl: 'curl',
}

export const OTHER_SECTIONS = { waves: 'Coarse to fine (DCT bands)', other: 'Everything else' } as const

const WORDS: ReadonlyMap<string, string> = new Map(COLUMN_SECTIONS.flatMap(({ words }) => Object.entries(words)))
const DCT_NAME = /^dct_(vx|vy|div|curl)_band_(\d+)$/

/** A column in words; one that has none is called as in the file. */
export function columnWord(name: string): string {
  const wave = DCT_NAME.exec(name)
  if (wave)
    return `Band ${Number(wave[2])} of ${DCT_WORDS[wave[1] ?? ''] ?? wave[1]}${wave[2] === '00' ? ' (coarsest)' : ''}`
  return WORDS.get(name) ?? name
}

/** A column in words, with its unit where it has one. */
export function columnLabel({ name, unit }: { readonly name: string; readonly unit: string }): string {
  return unit === '' ? columnWord(name) : `${columnWord(name)} (${unit})`
}

/** Columns by section, in the sections' order; sections without any are left out. */
export function bySection<Column extends { readonly name: string }>(
  columns: readonly Column[],
): readonly { readonly title: string; readonly columns: readonly Column[] }[] {
  const byName = new Map(columns.map((column) => [column.name, column]))
  const sections = COLUMN_SECTIONS.map(({ title, words }) => ({
    title,
    columns: Object.keys(words).flatMap((name) => byName.get(name) ?? []),
  }))
  const others = columns.filter(({ name }) => !WORDS.has(name))
  const isWave = ({ name }: Column) => DCT_NAME.test(name)
  return [
    ...sections,
    { title: OTHER_SECTIONS.waves, columns: others.filter(isWave) },
    { title: OTHER_SECTIONS.other, columns: others.filter((column) => !isWave(column)) },
  ].filter((section) => section.columns.length > 0)
}
