import type { Mask } from '../mask/mask.ts'
import { bodyCoordinate } from './body-coordinate.ts'

/** The anterior body ends here: a tail that curls begins behind it (S of contract §10). */
const ANTERIOR_S = 0.45

/**
 * The part of a placed embryo before S = 0.45: head, yolk and the trunk's beginning.
 *
 * @param mask on the canonical grid, head left, one piece
 * @throws RangeError for an empty mask
 */
export function anteriorBody(mask: Mask, umPerPx: number): Mask {
  const { s } = bodyCoordinate(mask, umPerPx)
  const data = new Uint8Array(s.length)
  for (let pixel = 0; pixel < s.length; pixel++) data[pixel] = s[pixel] < ANTERIOR_S ? 1 : 0
  return { ...mask, data }
}
