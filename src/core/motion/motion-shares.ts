import { type DisplacedPoints, type DisplacementMoments, momentsOf } from './displaced-points.ts'
import { fitRigidMotion } from './rigid-motion.ts'

/** Which part of a displacement field's energy Σ w |d|² ever freer motions explain; the four shares sum to 1. */
export interface MotionShares {
  /** by one turn and shift */
  readonly rigid: number
  /** further, by growing or shrinking alike in all directions */
  readonly scale: number
  /** further, by stretching and shearing alike everywhere */
  readonly affine: number
  /** by no affine motion: where shape differs */
  readonly rest: number
  /** what the scale's best fit multiplies lengths by */
  readonly scaleFactor: number
}

/** A field's shares, and what the best affine motion leaves of it. */
export interface MotionSplit {
  readonly shares: MotionShares
  readonly restDy: Float64Array
  readonly restDx: Float64Array
}

/**
 * Splits a displacement field by nested least-squares fits: rigid ⊂ similarity ⊂ affine. A field without energy is all rigid: nothing is left
 * of it. Points on one line leave the affine fit to the similarity.
 */
export function splitMotion(points: DisplacedPoints): MotionSplit {
  const moments = momentsOf(points)
  const spread = moments.yy + moments.xx
  const { angleRad } = fitRigidMotion(moments)
  // moved point q = p + d, both from their centres
  const dot = spread + moments.xdx + moments.ydy
  const cross = moments.xdy - moments.ydx
  const aligned = Math.cos(angleRad) * dot + Math.sin(angleRad) * cross
  const scaleFactor = spread > 0 ? aligned / spread : 1
  const centred = moments.energy - moments.meanDy ** 2 - moments.meanDx ** 2
  const movedSquare = centred + 2 * (moments.xdx + moments.ydy) + spread
  const afterRigid = movedSquare + spread - 2 * aligned
  const afterScale = spread > 0 ? movedSquare - aligned ** 2 / spread : afterRigid
  const gradient = affineGradient(moments)
  const { restDy, restDx, energy: afterAffine } = restOf(points, moments, gradient, scaleFactor, angleRad)
  const part = (from: number, to: number) => Math.max(0, from - to) / moments.energy
  const shares =
    moments.energy > 0
      ? {
          rigid: part(moments.energy, afterRigid),
          scale: part(afterRigid, afterScale),
          affine: part(afterScale, afterAffine),
          rest: afterAffine / moments.energy,
          scaleFactor,
        }
      : { rigid: 1, scale: 0, affine: 0, rest: 0, scaleFactor }
  return { shares, restDy, restDx }
}

/** d ≈ mean + gradient · p: [dy/dy, dy/dx, dx/dy, dx/dx]; undefined where the points lie on a line */
function affineGradient({ yy, xx, yx, ydy, ydx, xdy, xdx }: DisplacementMoments): readonly number[] | undefined {
  const determinant = yy * xx - yx * yx
  if (determinant <= 1e-12 * (yy + xx) ** 2) return undefined
  return [
    (xx * ydy - yx * xdy) / determinant,
    (yy * xdy - yx * ydy) / determinant,
    (xx * ydx - yx * xdx) / determinant,
    (yy * xdx - yx * ydx) / determinant,
  ]
}

function restOf(
  { y, x, dy, dx, weights }: DisplacedPoints,
  { centerY, centerX, meanDy, meanDx, mass }: DisplacementMoments,
  gradient: readonly number[] | undefined,
  scaleFactor: number,
  angleRad: number,
) {
  const [cos, sin] = [scaleFactor * Math.cos(angleRad), scaleFactor * Math.sin(angleRad)]
  const [yDy, xDy, yDx, xDx] = gradient ?? [cos - 1, sin, -sin, cos - 1]
  const restDy = new Float64Array(dy.length)
  const restDx = new Float64Array(dx.length)
  let energy = 0
  for (let i = 0; i < dy.length; i++) {
    const [py, px] = [y[i] - centerY, x[i] - centerX]
    restDy[i] = dy[i] - meanDy - yDy * py - xDy * px
    restDx[i] = dx[i] - meanDx - yDx * py - xDx * px
    energy += weights[i] * (restDy[i] ** 2 + restDx[i] ** 2)
  }
  return { restDy, restDx, energy: energy / mass }
}
