/** An array of one of a pair's npz files, as `docs/file-formats.md` lists it. H, W: canonical grid; n, m: points of the two supports. */
export interface ArtifactArray {
  readonly file: string
  readonly name: string
  /** numpy's name of the type */
  readonly dtype: 'float32' | 'float64' | 'int32' | 'bool' | 'bytes' | 'int64'
  readonly shape: string
  /** '' for none */
  readonly unit: string
  readonly meaning: string
  /** the version of Otolith that first wrote it */
  readonly since: string
}

const since = '0.1.0'

function arrays(file: string) {
  return (
    name: string,
    dtype: ArtifactArray['dtype'],
    shape: string,
    unit: string,
    meaning: string,
  ): ArtifactArray => ({ file, name, dtype, shape, unit, meaning, since })
}

const field = arrays('fields.npz')
const potential = arrays('potentials.npz')
const coupling = arrays('coupling.npz')
const barycentric = arrays('barycentric_projection.npz')

/** Every array of a pair's folder, in the order in which it is written. */
export const ARTIFACT_ARRAYS: readonly ArtifactArray[] = [
  field(
    'velocity_px_per_frame_yx',
    'float32',
    '(H, W, 2)',
    'px',
    'displacement (dy, dx) of source pixels between the two frames; never divided by time',
  ),
  field(
    'velocity_debiased_px_per_frame_yx',
    'float32',
    '(H, W, 2)',
    'px',
    "the same minus the displacement of the source's transport onto itself",
  ),
  field(
    'velocity_rest_px_per_frame_yx',
    'float32',
    '(H, W, 2)',
    'px',
    'what the best affine motion leaves of the debiased displacement',
  ),
  field('mass_created_px', 'float32', '(H, W)', 'px', 'at target pixels: mass that does not come from the source'),
  field('mass_destroyed_px', 'float32', '(H, W)', 'px', 'at source pixels: mass that does not go to the target'),
  field('mass_created_um2', 'float32', '(H, W)', 'µm²', 'created mass as area'),
  field('mass_destroyed_um2', 'float32', '(H, W)', 'µm²', 'destroyed mass as area'),
  field(
    'mass_created_on_src_px',
    'float32',
    '(H, W)',
    'px',
    'created mass pulled back through the plan to source pixels; its sum is kept',
  ),
  field(
    'mass_change_src_px',
    'float32',
    '(H, W)',
    'px',
    "self-transport's marginal minus the pair's, at source pixels; 0 for a mask with itself",
  ),
  field('mass_change_tgt_px', 'float32', '(H, W)', 'px', 'likewise at target pixels'),
  field('cost_src_px', 'float32', '(H, W)', 'px × length²', 'transport cost by source pixel'),
  field('cost_tgt_px', 'float32', '(H, W)', 'px × length²', 'transport cost by target pixel'),
  field(
    'cost_debiased_src_px',
    'float32',
    '(H, W)',
    'px × length²',
    'transported mass × squared debiased displacement',
  ),
  field('support_src_yx', 'int32', '(n, 2)', 'work px', 'source points in crop coordinates'),
  field('support_tgt_yx', 'int32', '(m, 2)', 'work px', 'target points in crop coordinates'),
  field('src_mask', 'bool', '(H, W)', '', 'the placed source mask'),
  field('tgt_mask', 'bool', '(H, W)', '', 'the placed target mask'),
  field('crop_origin_yx', 'int32', '(2,)', 'px', 'where the crop begins on the canonical grid'),
  potential('f', 'float64', '(n,)', 'cost', "dual potential at the source's points"),
  potential('g', 'float64', '(m,)', 'cost', "dual potential at the target's points"),
  potential('support_src_yx', 'int32', '(n, 2)', 'work px', 'source points in crop coordinates'),
  potential('support_tgt_yx', 'int32', '(m, 2)', 'work px', 'target points in crop coordinates'),
  potential('weights_src', 'float64', '(n,)', '', 'normalised source weights a'),
  potential('weights_tgt', 'float64', '(m,)', '', 'normalised target weights b'),
  potential('epsilon', 'float64', '()', 'cost', 'ε'),
  potential('reg_m', 'float64', '()', 'cost', 'λ'),
  potential('coord_scale', 'float64', '()', '1/px', 'normalised length of one work px'),
  potential('mass_src_px', 'float64', '()', 'px', "the source's mass: coupling = P × this"),
  potential('metric_is_squared', 'bool', '()', '', 'cost |x − y|² if true, |x − y| if false'),
  coupling('indices', 'int32', '(entries,)', '', 'column of each entry (scipy.sparse CSR)'),
  coupling('indptr', 'int32', '(n + 1,)', '', 'where each row begins'),
  coupling('format', 'bytes', '()', '', 'csr'),
  coupling('shape', 'int64', '(2,)', '', 'n, m'),
  coupling('data', 'float32', '(entries,)', 'px', 'coupling, cut to 99.9 % of the mass of each row and each column'),
  barycentric('src_yx', 'int32', '(n, 2)', 'work px', 'source points in crop coordinates'),
  barycentric('barycentric_tgt_yx', 'float32', '(n, 2)', 'work px', 'where each point goes, on average'),
  barycentric('barycentric_velocity_yx', 'float32', '(n, 2)', 'work px', 'barycentric target minus position'),
  barycentric('transported_mass_src', 'float32', '(n,)', 'px', 'Σ_j coupling_ij'),
]
