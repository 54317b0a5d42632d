import type { ComputedPair } from './compute-pair.ts'
import { parameterRow, type RunParameters } from './run-parameters.ts'

/** What `metadata.json` says of a pair (contract §8): who it is, how it was cut out, how it was solved and how well. */
export function pairMetadata(identity: object, computed: ComputedPair, parameters: RunParameters): object {
  const { pair, certificate } = computed.solved
  const { frame, grid } = pair
  return {
    ...identity,
    canonical_grid: { height_px: grid.heightPx, width_px: grid.widthPx, um_per_px: grid.umPerPx },
    pair_frame: {
      crop_yxyx: [frame.box.y0, frame.box.x0, frame.box.y1, frame.box.x1],
      pad_bottom_px: frame.padBottomPx,
      pad_right_px: frame.padRightPx,
      downsample_factor: frame.downsampleFactor,
      work_height_px: frame.heightPx,
      work_width_px: frame.widthPx,
      work_um_per_px: grid.umPerPx * frame.downsampleFactor,
    },
    support: {
      n_src: pair.source.support.weights.length,
      n_tgt: pair.target.support.weights.length,
      mass_src_px: pair.source.massPx,
      mass_tgt_px: pair.target.massPx,
    },
    coord_scale: pair.problem.coordScale,
    parameters: parameterRow(parameters),
    certificate: { converged: computed.converged, iterations: computed.iterations, ...certificate },
  }
}
