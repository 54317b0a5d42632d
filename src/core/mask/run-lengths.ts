import type { Mask } from './mask.ts'
import { MaskError } from './mask-error.ts'
import { transposed } from './row-runs.ts'

/** The order in which runs walk the pixels: along rows, or down columns as COCO does. */
export type ScanOrder = 'row-major' | 'column-major'

/** offsets into a mask must fit 32 bits */
const AREA_LIMIT_PX = 2 ** 31

/**
 * The mask whose runs of outside, inside, outside, … pixels have these lengths.
 *
 * @param counts run lengths in px, the first one outside (0 where the first pixel is inside)
 * @throws MaskError where the size is not positive, not whole or at least 2³¹ px, where a count is negative or not whole, or where
 *   the counts do not add up to `heightPx * widthPx`
 */
export function maskFromRuns(counts: readonly unknown[], heightPx: number, widthPx: number, order: ScanOrder): Mask {
  const areaPx = requireSize(heightPx, widthPx)
  const runs = requireRuns(counts, areaPx, `${heightPx} × ${widthPx}`)
  const data = new Uint8Array(areaPx)
  let start = 0
  let inside = false
  for (const run of runs) {
    const end = start + run
    if (inside && order === 'row-major') data.fill(1, start, end)
    if (inside && order === 'column-major') {
      for (let k = start; k < end; k++) data[(k % heightPx) * widthPx + Math.floor(k / heightPx)] = 1
    }
    start = end
    inside = !inside
  }
  return { heightPx, widthPx, data }
}

/** Run lengths in px of a mask, the first one outside (0 where the first pixel is inside). */
export function runsFromMask(mask: Mask, order: ScanOrder): number[] {
  const { data } = order === 'row-major' ? mask : transposed(mask)
  const runs: number[] = []
  let value = 0
  for (let start = 0; start < data.length; ) {
    const next = data.indexOf(1 - value, start)
    const end = next < 0 ? data.length : next
    runs.push(end - start)
    start = end
    value = 1 - value
  }
  return runs
}

/**
 * The area in px of a mask of this size.
 *
 * @throws MaskError where the size is not positive, not whole or at least 2³¹ px
 */
export function requireSize(heightPx: number, widthPx: number): number {
  for (const [name, sizePx] of [
    ['height', heightPx],
    ['width', widthPx],
  ] as const) {
    if (!Number.isInteger(sizePx) || sizePx < 1) {
      throw new MaskError(`mask ${name} must be a whole number of pixels above 0, not ${sizePx}`)
    }
  }
  const areaPx = heightPx * widthPx
  if (areaPx >= AREA_LIMIT_PX) {
    throw new MaskError(`a mask of ${heightPx} × ${widthPx} px is too large: ${areaPx} px, the limit is 2^31`)
  }
  return areaPx
}

function requireRuns(counts: readonly unknown[], areaPx: number, size: string): number[] {
  let total = 0
  const runs = counts.map((count, index) => {
    if (typeof count !== 'number' || !Number.isInteger(count) || count < 0) {
      throw new MaskError(`run length ${index} is ${JSON.stringify(count)}: it must be a whole number, 0 or more`)
    }
    total += count
    return count
  })
  if (total !== areaPx) {
    throw new MaskError(
      `the run lengths add up to ${total} px, but height × width is ${size} = ${areaPx} px: ` +
        'the mask was cut off or belongs to an image of another size; export it again',
    )
  }
  return runs
}
