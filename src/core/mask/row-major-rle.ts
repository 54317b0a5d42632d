import type { Mask } from './mask.ts'
import { maskFromRuns, runsFromMask } from './run-lengths.ts'

/** Uncompressed row-major run lengths, `morphseq_rle_v1` (contract §1.1 b): [height, width] in px, and runs from an outside one on. */
export interface RowMajorRle {
  readonly shape: readonly [heightPx: number, widthPx: number]
  readonly counts: readonly number[]
}

/**
 * The mask that row-major run lengths describe.
 *
 * @throws MaskError where the size or the counts are no valid ones or do not fit each other
 */
export function decodeRowMajorRle(rle: RowMajorRle): Mask {
  return maskFromRuns(rle.counts, rle.shape[0], rle.shape[1], 'row-major')
}

/** The row-major run lengths of a mask. */
export function encodeRowMajorRle(mask: Mask): RowMajorRle {
  return { shape: [mask.heightPx, mask.widthPx], counts: runsFromMask(mask, 'row-major') }
}
