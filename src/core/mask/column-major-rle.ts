import type { Mask } from './mask.ts'
import { maskFromRuns, runsFromMask } from './run-lengths.ts'

/** Uncompressed COCO run lengths (contract §1.1 c): [height, width] in px, and column-major runs from an outside one on. */
export interface ColumnMajorRle {
  readonly size: readonly [heightPx: number, widthPx: number]
  readonly counts: readonly number[]
}

/**
 * The mask that column-major run lengths describe.
 *
 * @throws MaskError where the size or the counts are no valid ones or do not fit each other
 */
export function decodeColumnMajorRle(rle: ColumnMajorRle): Mask {
  return maskFromRuns(rle.counts, rle.size[0], rle.size[1], 'column-major')
}

/** The column-major run lengths of a mask. */
export function encodeColumnMajorRle(mask: Mask): ColumnMajorRle {
  return { size: [mask.heightPx, mask.widthPx], counts: runsFromMask(mask, 'column-major') }
}
