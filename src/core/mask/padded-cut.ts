import { emptyMask, type Mask } from './mask.ts'
import { type Box, tightBox } from './tight-box.ts'

/** A mask without the empty rest of its image: `mask` has one free pixel on every side, and its pixel (0, 0) is `originYx` of the image. */
export interface PaddedCut {
  readonly mask: Mask
  readonly originYx: readonly [y: number, x: number]
}

/**
 * Cuts a mask out of its image.
 *
 * @throws RangeError for an empty mask
 */
export function paddedCut(mask: Mask, { y0, x0, y1, x1 }: Box = tightBox(mask)): PaddedCut {
  const cut = emptyMask(y1 - y0 + 2, x1 - x0 + 2)
  for (let y = y0; y < y1; y++) {
    cut.data.set(mask.data.subarray(y * mask.widthPx + x0, y * mask.widthPx + x1), (y - y0 + 1) * cut.widthPx + 1)
  }
  return { mask: cut, originYx: [y0 - 1, x0 - 1] }
}
