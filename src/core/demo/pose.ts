import { type Affine, anchored, type Yx } from '../canonical/affine.ts'

/** How an embryo lies in a raw image. */
export interface Pose {
  readonly heightPx: number
  readonly widthPx: number
  readonly umPerPx: number
  /** from +x towards +y (clockwise on the screen), after the flip; 0: head left, back up */
  readonly rotationDeg: number
  /** mirrored left to right */
  readonly flip: boolean
  /** where the middle of the body lies in the image, px */
  readonly centreYx: Yx
}

/** The map from the body's frame (µm) to the image (px) that puts `middleUm` at the pose's centre. */
export function bodyToImage(pose: Pose, middleUm: Yx): Affine {
  const angle = (pose.rotationDeg * Math.PI) / 180
  const cos = Math.cos(angle) / pose.umPerPx
  const sin = Math.sin(angle) / pose.umPerPx
  const mirror = pose.flip ? -1 : 1
  return anchored({ yy: cos, yx: sin * mirror, xy: -sin, xx: cos * mirror, y0: 0, x0: 0 }, middleUm, pose.centreYx)
}
