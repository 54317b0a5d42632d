import { emptyMask, type Mask } from '../mask/mask.ts'
import { type Affine, applyAffine, invertAffine } from './affine.ts'
import type { CanonicalGrid } from './canonical-grid.ts'

/** Draws a mask on the grid through `transform` (raw px → grid px): each grid pixel takes the raw pixel that it falls in. */
export function warpMask(mask: Mask, transform: Affine, grid: CanonicalGrid): Mask {
  const placed = emptyMask(grid.heightPx, grid.widthPx)
  const toRaw = invertAffine(transform)
  for (let gridY = 0; gridY < grid.heightPx; gridY++) {
    for (let gridX = 0; gridX < grid.widthPx; gridX++) {
      const [rawY, rawX] = applyAffine(toRaw, [gridY, gridX])
      const y = Math.floor(rawY + 0.5)
      const x = Math.floor(rawX + 0.5)
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
  mask.data.forEach((inside, i) => {
    if (!inside) return
    const [gridY, gridX] = applyAffine(transform, [Math.floor(i / mask.widthPx), i % mask.widthPx])
    widen(y, gridY)
    widen(x, gridX)
  })
  const halfY = (Math.abs(transform.yy) + Math.abs(transform.yx)) / 2
  const halfX = (Math.abs(transform.xy) + Math.abs(transform.xx)) / 2
  return { y: [y[0] - halfY, y[1] + halfY], x: [x[0] - halfX, x[1] + halfX] }
}

function widen(range: [number, number], value: number): void {
  if (value < range[0]) range[0] = value
  if (value > range[1]) range[1] = value
}
