/** How a parameter is called, and what it means; by the command line's names. */
export interface ParameterText {
  readonly label: string
  readonly unit?: string
  readonly meaning: string
}

export const PARAMETER_TEXT: Readonly<Record<string, ParameterText>> = {
  epsilon: {
    label: 'Entropic regularisation ε',
    meaning: 'How much the transport is blurred: smaller is sharper and slower.',
  },
  'reg-m': {
    label: 'Price of exchanging mass λ',
    meaning: 'What creating or destroying mass costs: larger forces more of it to be moved.',
  },
  'reach-um': {
    label: 'Reach',
    unit: 'µm',
    meaning: 'How far mass moves before it is rather destroyed here and created there.',
  },
  metric: {
    label: 'Cost of moving',
    meaning: 'Squared distance is the usual one; plain distance favours few long ways.',
  },
  'mass-mode': { label: 'Weight of a pixel', meaning: 'Every pixel alike, or more along the outline.' },
  'mass-normalization': {
    label: 'Mass of the two ends',
    meaning: 'Each embryo to the same mass, or as large as it is.',
  },
  placement: {
    label: 'Placement',
    meaning:
      'Anterior: by head, yolk and trunk, so that a curled tail turns nothing. MorphSeq: by the whole mask’s axis.',
  },
  refinement: {
    label: 'Refinement',
    meaning: 'Rigid: each target is laid over its source by their anterior bodies, so that only shape differs.',
  },
  'grid-um-per-px': {
    label: 'Canonical grid',
    unit: 'µm/px',
    meaning: 'Size of a pixel of the grid that all embryos are laid on.',
  },
  'downsample-factor': { label: 'Pixels pooled', meaning: 'n × n pixels summed into one: quicker and coarser.' },
  'max-support-points': {
    label: 'Points a mask',
    meaning: 'At most so many pixels, drawn at random; every pixel where empty.',
  },
  seed: { label: 'Seed of the sampling', meaning: 'Another seed draws other pixels.' },
  'n-dct-bands': { label: 'Radial DCT bands', meaning: 'How finely the spectrum of a field is described.' },
  tolerance: { label: 'Tolerance', meaning: 'Marginal error and duality gap that a pair has to reach.' },
  'max-iterations': { label: 'Most iterations', meaning: 'A pair that needs more counts as not converged.' },
}

/** How a run was carried out; by the record's names. */
export const ENVIRONMENT_TEXT: Readonly<Record<string, string>> = {
  engine: 'Engine',
  device: 'Device',
  engine_choice: 'Why this engine',
  backend: 'Engine asked for',
  workers: 'Workers',
  coupling: 'Coupling kept',
  data_root: 'Data folder',
  require_yolk: 'Yolks required',
  include_control: 'Controls included',
  keep_going: 'Goes on past bad input',
  app_version: 'Otolith',
  node: 'Node',
  platform: 'System',
}

/** Values in words. */
export const VALUE_TEXT: Readonly<Record<string, string>> = {
  sqeuclidean: 'squared distance',
  euclidean: 'plain distance',
  uniform: 'all alike',
  boundary_band: 'more along the outline',
  distance_transform: 'more inside',
  per_mask: 'each to the same mass',
  source: 'in shares of the source’s mass',
  none: 'none',
  rigid: 'rigid',
  anterior: 'anterior',
  morphseq: 'as MorphSeq',
  auto: 'the fastest that is right',
  potentials: 'potentials',
  sparse: 'sparse matrix',
}
