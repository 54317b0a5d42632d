import { emptyMask, type Mask } from '../mask/mask.ts'
import { rowRuns } from '../mask/row-runs.ts'
import { type Affine, applyAffine, invertAffine } from './affine.ts'
import type { CanonicalGrid } from './canonical-grid.ts'

/** Draws a mask on the grid through `transform` (raw px → grid px): each grid pixel takes the raw pixel that it falls in. */
export function warpMask(mask: Mask, transform: Affine, grid: CanonicalGrid): Mask {
  const placed = emptyMask(grid.heightPx, grid.widthPx)
  const toRaw = invertAffine(transform)
  const extent = warpedExtent(mask, transform)
  const [firstY, lastY] = pixelsWithin(extent.y, grid.heightPx)
  const [firstX, lastX] = pixelsWithin(extent.x, grid.widthPx)
  for (let gridY = firstY; gridY <= lastY; gridY++) {
    for (let gridX = firstX; gridX <= lastX; gridX++) {
      // applyAffine without its pair of numbers
      const y = Math.floor(toRaw.yy * gridY + toRaw.yx * gridX + toRaw.y0 + 0.5)
      const x = Math.floor(toRaw.xy * gridY + toRaw.xx * gridX + toRaw.x0 + 0.5)
      if (y >= 0 && y < mask.heightPx && x >= 0 && x < mask.widthPx) {
        placed.data[gridY * grid.widthPx + gridX] = mask.data[y * mask.widthPx + x]
      }
    }
  }
  return placed
}

/** Where the transformed mask's pixels, whole squares, reach: y and x from low to high. */
export function warpedExtent(mask: Mask, transform: Affine): { y: [number, number]; x: [number, number] } {
  const y: [number, number] = [Infinity, -Infinity]
  const x: [number, number] = [Infinity, -Infinity]
  const { heightPx, starts, from, to } = rowRuns(mask)
  for (let row = 0; row < heightPx; row++) {
    for (let run = starts[row]; run < starts[row + 1]; run++) {
      // an affine map takes a run's extremes from its ends
      for (const column of [from[run], to[run] - 1]) {
        const [gridY, gridX] = applyAffine(transform, [row, column])
        widen(y, gridY)
        widen(x, gridX)
      }
    }
  }
  const halfY = (Math.abs(transform.yy) + Math.abs(transform.yx)) / 2
  const halfX = (Math.abs(transform.xy) + Math.abs(transform.xx)) / 2
  return { y: [y[0] - halfY, y[1] + halfY], x: [x[0] - halfX, x[1] + halfX] }
}

/** the first and the last pixel of a side that lie in a range */
function pixelsWithin([low, high]: readonly [number, number], sizePx: number): [first: number, last: number] {
  return [Math.max(0, Math.floor(low)), Math.min(sizePx - 1, Math.ceil(high))]
}

function widen(range: [number, number], value: number): void {
  if (value < range[0]) range[0] = value
  if (value > range[1]) range[1] = value
}
