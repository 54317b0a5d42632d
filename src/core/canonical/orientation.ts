import type { Mask } from '../mask/mask.ts'
import type { MaskMoments } from '../mask/moments.ts'
import { type Affine, applyAffine, type Yx } from './affine.ts'

/** How a frame's head-tail and back-belly directions were told. */
export interface Orientation {
  readonly alignment: 'yolk' | 'moments'
  /** ±1: whether x (y) must be mirrored after the long axis lies along x */
  readonly signX: 1 | -1
  readonly signY: 1 | -1
}

/** The disk around the yolk in which the back is looked for, in equivalent radii of the yolk. */
const BACK_DISK_RADII = 1.75

/** Tail right, trunk above the yolk: both third central moments positive (contract §2, without a yolk). */
export function orientByMoments(skewYx: Yx): Orientation {
  return { alignment: 'moments', signY: skewYx[0] < 0 ? -1 : 1, signX: skewYx[1] < 0 ? -1 : 1 }
}

/**
 * Head left, back up, told by the yolk (contract §2).
 *
 * @param upright turns the mask's long axis onto x, in any of its four orientations, about the mask's centroid
 */
export function orientByYolk(mask: Mask, yolk: MaskMoments, upright: Affine): Orientation {
  const [yolkY, yolkX] = applyAffine(upright, yolk.centroidYx)
  const signX = yolkX > 0 ? -1 : 1
  const [backY] = applyAffine(upright, backPoint(mask, yolk))
  return { alignment: 'yolk', signX, signY: backY > yolkY ? -1 : 1 }
}

/** The centroid of the embryo's pixels near the yolk, moved to the nearest of them. */
function backPoint(mask: Mask, yolk: MaskMoments): Yx {
  const radius = BACK_DISK_RADII * Math.sqrt(yolk.areaPx / Math.PI)
  const near = insidePixels(mask).filter((pixel) => distance(pixel, yolk.centroidYx) <= radius)
  if (near.length === 0) return yolk.centroidYx
  const center: Yx = [meanOf(near.map(([y]) => y)), meanOf(near.map(([, x]) => x))]
  return near.reduce((best, pixel) => (distance(pixel, center) < distance(best, center) ? pixel : best))
}

function distance(a: Yx, b: Yx): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1])
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function insidePixels(mask: Mask): Yx[] {
  const pixels: Yx[] = []
  mask.data.forEach((inside, i) => {
    if (inside) pixels.push([Math.floor(i / mask.widthPx), i % mask.widthPx])
  })
  return pixels
}
