import { emptyMask, type Mask } from './mask.ts'

/**
 * Pixels of one value as runs along the rows: run k covers from[k] ≤ x < to[k]. Runs are in row-major order and as long as they can be.
 */
export interface RowRuns {
  readonly heightPx: number
  readonly widthPx: number
  /** row y has the runs from starts[y] up to starts[y + 1] */
  readonly starts: Int32Array
  readonly from: Int32Array
  readonly to: Int32Array
}

/** The runs of a mask's pixels inside, or of those outside. */
export function rowRuns({ heightPx, widthPx, data }: Mask, value: 0 | 1 = 1): RowRuns {
  const starts = new Int32Array(heightPx + 1)
  const from: number[] = []
  const to: number[] = []
  for (let at = data.indexOf(value); at >= 0; ) {
    const next = data.indexOf(1 - value, at)
    const end = next < 0 ? data.length : next
    // what goes on in the next row is a run in each
    while (at < end) {
      const y = Math.floor(at / widthPx)
      const rowEnd = Math.min(end, (y + 1) * widthPx)
      from.push(at - y * widthPx)
      to.push(rowEnd - y * widthPx)
      starts[y + 1]++
      at = rowEnd
    }
    at = end === data.length ? -1 : data.indexOf(value, end)
  }
  for (let y = 0; y < heightPx; y++) starts[y + 1] += starts[y]
  return { heightPx, widthPx, starts, from: Int32Array.from(from), to: Int32Array.from(to) }
}

/** The mask with its rows as columns. */
export function transposed(mask: Mask): Mask {
  const out = emptyMask(mask.widthPx, mask.heightPx)
  const { starts, from, to } = rowRuns(mask)
  for (let y = 0; y < mask.heightPx; y++) {
    for (let run = starts[y]; run < starts[y + 1]; run++) {
      for (let x = from[run]; x < to[run]; x++) out.data[x * mask.heightPx + y] = 1
    }
  }
  return out
}
