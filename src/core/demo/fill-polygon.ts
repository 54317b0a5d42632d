import type { Yx } from '../canonical/affine.ts'
import { emptyMask, type Mask } from '../mask/mask.ts'

/** The mask of the pixels whose centres lie inside a closed polygon (even-odd rule), its corners (y, x) in px. */
export function fillPolygon(corners: readonly Yx[], heightPx: number, widthPx: number): Mask {
  const mask = emptyMask(heightPx, widthPx)
  const crossings: number[][] = Array.from({ length: heightPx }, () => [])
  for (let i = 0; i < corners.length; i++) {
    const [y0, x0] = corners[i]
    const [y1, x1] = corners[(i + 1) % corners.length]
    const first = Math.max(0, Math.ceil(Math.min(y0, y1)))
    // half-open, so that a corner that lies on a row is crossed once
    for (let y = first; y < Math.min(heightPx, Math.max(y0, y1)); y++) {
      crossings[y].push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0))
    }
  }
  crossings.forEach((row, y) => {
    row.sort((a, b) => a - b)
    for (let k = 0; k + 1 < row.length; k += 2) {
      const from = Math.max(0, Math.ceil(row[k]))
      const to = Math.min(widthPx, Math.ceil(row[k + 1]))
      if (from < to) mask.data.fill(1, y * widthPx + from, y * widthPx + to)
    }
  })
  return mask
}
