import type { Yx } from '../canonical/affine.ts'
import { MIRRORED_X, MIRRORED_Y, type PerMirroring } from '../canonical/orient-along-time.ts'
import { emptyMask, type Mask } from '../mask/mask.ts'
import { tightBox } from '../mask/tight-box.ts'

/** A placed mask at half its resolution, cut out: enough to compare shapes by, in a hundredth of the memory. */
export interface Silhouette {
  /** one free pixel on every side */
  readonly mask: Mask
  /** of the pixels inside, in px of `mask` */
  readonly centroidYx: Yx
  readonly areaPx: number
}

/** pixels of the placed mask in one of the silhouette's, along each side */
export const SILHOUETTE_BLOCK = 2

/** @throws RangeError for an empty mask */
export function silhouette(placed: Mask): Silhouette {
  const { y0, x0, y1, x1 } = tightBox(placed)
  const heightPx = Math.ceil((y1 - y0) / SILHOUETTE_BLOCK)
  const widthPx = Math.ceil((x1 - x0) / SILHOUETTE_BLOCK)
  const counts = new Uint8Array((heightPx + 2) * (widthPx + 2))
  for (let y = y0; y < y1; y++) {
    const row = (((y - y0) / SILHOUETTE_BLOCK + 1) | 0) * (widthPx + 2) + 1
    for (let x = x0; x < x1; x++)
      counts[row + (((x - x0) / SILHOUETTE_BLOCK) | 0)] += placed.data[y * placed.widthPx + x]
  }
  const mask = emptyMask(heightPx + 2, widthPx + 2)
  let [areaPx, sumY, sumX] = [0, 0, 0]
  for (let i = 0; i < counts.length; i++) {
    if (2 * counts[i] < SILHOUETTE_BLOCK ** 2) continue
    mask.data[i] = 1
    areaPx++
    sumY += (i / mask.widthPx) | 0
    sumX += i % mask.widthPx
  }
  return { mask, centroidYx: [sumY / areaPx, sumX / areaPx], areaPx }
}

/** 1 − shared area over the area of both together, centroid on centroid, 0 … 1, with one of them mirrored in each of the four ways. */
export function disagreement(one: Silhouette, other: Silhouette): PerMirroring {
  const shared = [0, 0, 0, 0] satisfies [number, number, number, number]
  const { mask, centroidYx } = one
  for (let i = 0; i < mask.data.length; i++) {
    if (mask.data[i] === 0) continue
    const dy = ((i / mask.widthPx) | 0) - centroidYx[0]
    const dx = (i % mask.widthPx) - centroidYx[1]
    shared[0] += insideAt(other, dy, dx)
    shared[MIRRORED_Y] += insideAt(other, -dy, dx)
    shared[MIRRORED_X] += insideAt(other, dy, -dx)
    shared[MIRRORED_Y | MIRRORED_X] += insideAt(other, -dy, -dx)
  }
  const unshared = (sharedPx: number) => 1 - sharedPx / (one.areaPx + other.areaPx - sharedPx)
  return [unshared(shared[0]), unshared(shared[1]), unshared(shared[2]), unshared(shared[3])]
}

function insideAt({ mask, centroidYx }: Silhouette, dy: number, dx: number): number {
  const y = Math.floor(centroidYx[0] + dy + 0.5)
  const x = Math.floor(centroidYx[1] + dx + 0.5)
  return y >= 0 && y < mask.heightPx && x >= 0 && x < mask.widthPx ? mask.data[y * mask.widthPx + x] : 0
}
