import type { Mask } from '../../mask/mask.ts'
import type { Centreline } from './centreline.ts'

/**
 * Arc length in px of the point of the centreline that is nearest to each pixel of the mask, reached without leaving the mask; NaN off
 * the mask, and where a piece of the mask has no part of the line.
 *
 * The nearest point is handed on from pixel to pixel (Danielsson 1980, Euclidean distance mapping), so that what a fold of the body brings
 * close to another part of the line keeps its own.
 */
export function nearestOnLine(mask: Mask, line: Centreline): Float64Array {
  const { heightPx, widthPx, data } = mask
  const nearest = new Int32Array(data.length).fill(-1)
  const squared = new Float64Array(data.length).fill(Infinity)
  const queue: number[] = []

  function offer(y: number, x: number, point: number): void {
    const pixel = y * widthPx + x
    if (data[pixel] === 0) return
    const dy = y - line.yx[2 * point]
    const dx = x - line.yx[2 * point + 1]
    const distance = dy * dy + dx * dx
    if (distance >= squared[pixel]) return
    squared[pixel] = distance
    nearest[pixel] = point
    queue.push(pixel)
  }

  for (let point = 0; point < line.arcPx.length; point++) {
    const [y, x] = [Math.round(line.yx[2 * point]), Math.round(line.yx[2 * point + 1])]
    if (y >= 0 && y < heightPx && x >= 0 && x < widthPx) offer(y, x, point)
  }
  for (let head = 0; head < queue.length; head++) {
    const pixel = queue[head]
    const point = nearest[pixel]
    const y = Math.floor(pixel / widthPx)
    const x = pixel - y * widthPx
    for (let nextY = Math.max(0, y - 1); nextY <= Math.min(heightPx - 1, y + 1); nextY++) {
      for (let nextX = Math.max(0, x - 1); nextX <= Math.min(widthPx - 1, x + 1); nextX++) offer(nextY, nextX, point)
    }
  }
  const arcPx = new Float64Array(nearest.length).fill(Number.NaN)
  for (let pixel = 0; pixel < nearest.length; pixel++) {
    if (nearest[pixel] >= 0) arcPx[pixel] = line.arcPx[nearest[pixel]]
  }
  return arcPx
}
