import type { Mask } from './mask.ts'
import { rowRuns } from './row-runs.ts'

/** Half-open box of pixels: rows y0 ≤ y < y1, columns x0 ≤ x < x1. */
export interface Box {
  readonly y0: number
  readonly x0: number
  readonly y1: number
  readonly x1: number
}

/**
 * The smallest box that holds the mask.
 *
 * @throws RangeError for an empty mask
 */
export function tightBox(mask: Mask): Box {
  const { starts, from, to } = rowRuns(mask)
  if (from.length === 0) throw new RangeError('the mask is empty')
  let [x0, x1] = [mask.widthPx, 0]
  for (let run = 0; run < from.length; run++) {
    x0 = Math.min(x0, from[run])
    x1 = Math.max(x1, to[run])
  }
  // the last row before which no run is behind, and the first before which all are
  return { y0: starts.lastIndexOf(0), x0, y1: starts.indexOf(from.length), x1 }
}
