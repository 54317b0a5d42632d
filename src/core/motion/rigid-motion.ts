import type { Affine } from '../canonical/affine.ts'
import type { DisplacementMoments } from './displaced-points.ts'

/** A turn about the points' centre, and a shift. */
export interface RigidMotion {
  /** from +x towards +y, clockwise on the screen */
  readonly angleRad: number
  /** of the centre */
  readonly shiftY: number
  readonly shiftX: number
  readonly centerY: number
  readonly centerX: number
}

/** The rigid motion nearest to displacements of these moments, least squares (Kabsch 1976; in the plane the angle has a closed form). */
export function fitRigidMotion(moments: DisplacementMoments): RigidMotion {
  const { centerY, centerX, meanDy, meanDx, yy, xx, ydy, ydx, xdy, xdx } = moments
  // with q = p + d the moved point: tan θ = Σ (p_x q_y − p_y q_x) / Σ (p_x q_x + p_y q_y)
  const angleRad = Math.atan2(xdy - ydx, xx + yy + xdx + ydy)
  return { angleRad, shiftY: meanDy, shiftX: meanDx, centerY, centerX }
}

/** The map that undoes the motion: it takes where the points went back to where they were. */
export function undoing({ angleRad, shiftY, shiftX, centerY, centerX }: RigidMotion): Affine {
  const [cos, sin] = [Math.cos(angleRad), Math.sin(angleRad)]
  const [movedY, movedX] = [centerY + shiftY, centerX + shiftX]
  return {
    yy: cos,
    yx: -sin,
    xy: sin,
    xx: cos,
    y0: centerY - cos * movedY + sin * movedX,
    x0: centerX - sin * movedY - cos * movedX,
  }
}
