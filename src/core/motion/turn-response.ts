import type { CanonicalGrid } from '../canonical/canonical-grid.ts'
import { warpMask } from '../canonical/warp.ts'
import { maskMoments } from '../mask/moments.ts'
import type { ProblemParameters } from '../pair/work-pair.ts'
import { type AnteriorSource, type SolveLoosely, shownMotion } from './anterior-motion.ts'
import { undoing } from './rigid-motion.ts'

/** far enough that pixels are no matter, not so far that it isn't proportional */
const PROBE_RAD = (4 * Math.PI) / 180
/** Of a body that shows less than this no turn can be told: noise and differences of shape would be taken for one, ten times as large. */
const LEAST_RESPONSE = 0.1

/**
 * How much of a turn transport shows: mass only moves where the outline does, so that of a disk's turn nothing is seen and of a needle's all. Found
 * by turning the source about its anterior body and transporting it there: a third for an embryo with a large yolk, two thirds for a longer one.
 *
 * @param anterior of the source, not empty
 * @returns the angle that the anterior body's motion shows over the true one, at most 1; undefined where the body is too round for turns to be told
 */
export function turnResponse(
  source: AnteriorSource,
  grid: CanonicalGrid,
  parameters: ProblemParameters,
  solve: SolveLoosely,
): number | undefined {
  const [centerY, centerX] = maskMoments(source.anterior).centroidYx
  const turn = undoing({ angleRad: -PROBE_RAD, shiftY: 0, shiftX: 0, centerY, centerX })
  const { motion } = shownMotion(source, warpMask(source.mask, turn, grid), grid, parameters, solve)
  const response = motion ? Math.min(1, motion.angleRad / PROBE_RAD) : 0
  return response < LEAST_RESPONSE ? undefined : response
}
