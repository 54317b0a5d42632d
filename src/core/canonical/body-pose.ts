import type { Yx } from './affine.ts'

/** How a body lies in its raw image, as a placement found it. */
export interface BodyPose {
  /** which of the two rules of contract §2, or `shape`: the anterior body's own, without a yolk */
  readonly alignment: 'yolk' | 'moments' | 'shape'
  /** of the axis that will lie along x, from +x towards +y in the raw image */
  readonly angleRad: number
  /** ±1: whether x (y) must be mirrored once the axis lies along x */
  readonly signX: 1 | -1
  readonly signY: 1 | -1
  /** the point that lands on the grid's centre, raw px */
  readonly anchorYx: Yx
  readonly evidence: readonly OrientationEvidence[]
}

/** A figure that speaks for the chosen side or angle, or against it where it is negative; below its threshold they are uncertain. */
export interface OrientationEvidence {
  /**
   * `skew-x`, `skew-y`: standardised third moments of the whole mask.
   * `axis`: 0 where no head and trunk were found between which to draw one.
   * `length`: of the centreline, in diameters of the largest inscribed circle.
   * `head`: how much fatter the head's half of the body is, and how far to its end the fattest part lies: 0 neither, 1 both entirely.
   * `back`: with a yolk, from the yolk's centroid to that of the body about it, across the axis, in radii of the yolk; without one, how far
   * the body between head and trunk hangs below the line that joins them, in radii of the largest inscribed circle.
   * `notch`: without a yolk, how much larger the notches of the belly's outline are than the back's, in squares of that radius: between head
   * and yolk and between yolk and trunk there is one, while a back that is arched has none.
   */
  readonly kind: 'skew-x' | 'skew-y' | 'axis' | 'length' | 'head' | 'back' | 'notch'
  readonly value: number
  readonly threshold: number
}

/** Whether any of the evidence is too weak to go by. */
export function isUncertain(evidence: readonly OrientationEvidence[]): boolean {
  return evidence.some(({ value, threshold }) => !(value >= threshold))
}
