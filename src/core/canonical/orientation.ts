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
  const near = pixelsWithin(mask, yolk.centroidYx, BACK_DISK_RADII * Math.sqrt(yolk.areaPx / Math.PI))
  if (near.length === 0) return yolk.centroidYx
  let [sumY, sumX] = [0, 0]
  for (const pixel of near) {
    sumY += Math.floor(pixel / mask.widthPx)
    sumX += pixel % mask.widthPx
  }
  return nearestPixel(near, mask.widthPx, [sumY / near.length, sumX / near.length])
}

/** indices of the pixels inside the mask whose centres lie in a disk */
function pixelsWithin({ heightPx, widthPx, data }: Mask, [centreY, centreX]: Yx, radius: number): number[] {
  const pixels: number[] = []
  const firstX = Math.max(0, Math.floor(centreX - radius))
  const lastX = Math.min(widthPx - 1, Math.ceil(centreX + radius))
  const lastY = Math.min(heightPx - 1, Math.ceil(centreY + radius))
  for (let y = Math.max(0, Math.floor(centreY - radius)); y <= lastY; y++) {
    for (let x = firstX; x <= lastX; x++) {
      const isNear = (y - centreY) ** 2 + (x - centreX) ** 2 <= radius ** 2
      if (isNear && data[y * widthPx + x] === 1) pixels.push(y * widthPx + x)
    }
  }
  return pixels
}

/** the first among equals */
function nearestPixel(pixels: readonly number[], widthPx: number, [centreY, centreX]: Yx): Yx {
  let nearest: Yx = [0, 0]
  let least = Infinity
  for (const pixel of pixels) {
    const [y, x] = [Math.floor(pixel / widthPx), pixel % widthPx]
    const squared = (y - centreY) ** 2 + (x - centreX) ** 2
    if (squared >= least) continue
    least = squared
    nearest = [y, x]
  }
  return nearest
}
