import type { Mask } from '../mask/mask.ts'
import { type MaskMoments, principalAngleRad, skewnessAlong } from '../mask/moments.ts'
import { type Affine, anchored, type Yx } from './affine.ts'
import type { BodyPose, OrientationEvidence } from './body-pose.ts'
import { orientByMoments, orientByYolk } from './orientation.ts'

/** Moments smaller than these don't tell one side from the other (contract §2.4). */
const CERTAIN_SKEW_Y = 0.2
const CERTAIN_SKEW_X = 0.1

/**
 * How a body lies by the moments of its whole mask, its sides by the yolk where there is one (contract §2, `placement = morphseq`).
 *
 * @param moments of the mask
 * @param yolk moments of the yolk
 */
export function morphseqPose(mask: Mask, moments: MaskMoments, yolk: MaskMoments | undefined): BodyPose {
  const angleRad = principalAngleRad(moments)
  const skew = skewYx(moments, angleRad)
  const orientation = yolk ? orientByYolk(mask, yolk, turned(moments.centroidYx, angleRad)) : orientByMoments(skew)
  return {
    ...orientation,
    angleRad,
    anchorYx: yolk ? yolk.centroidYx : moments.centroidYx,
    evidence: orientation.alignment === 'moments' ? skewEvidence(skew) : [],
  }
}

/** Standardised third central moments across and along an axis: what is thin points where they are positive. */
export function skewYx(moments: MaskMoments, angleRad: number): Yx {
  const along: Yx = [Math.sin(angleRad), Math.cos(angleRad)]
  const across: Yx = [Math.cos(angleRad), -Math.sin(angleRad)]
  return [skewnessAlong(moments, across), skewnessAlong(moments, along)]
}

/** Turns an axis onto x, about a point that becomes the origin. */
export function turned(aboutYx: Yx, angleRad: number, scale = 1): Affine {
  const cos = scale * Math.cos(angleRad)
  const sin = scale * Math.sin(angleRad)
  return anchored({ yy: cos, yx: -sin, xy: sin, xx: cos, y0: 0, x0: 0 }, aboutYx, [0, 0])
}

function skewEvidence([skewY, skewX]: Yx): OrientationEvidence[] {
  return [
    { kind: 'skew-y', value: Math.abs(skewY), threshold: CERTAIN_SKEW_Y },
    { kind: 'skew-x', value: Math.abs(skewX), threshold: CERTAIN_SKEW_X },
  ]
}
