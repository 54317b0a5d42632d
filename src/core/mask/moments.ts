import type { Mask } from './mask.ts'
import { requireNonEmpty } from './require-non-empty.ts'
import { type RowRuns, rowRuns } from './row-runs.ts'

/** Area, centroid and central moments of a mask's pixel positions, each pixel a point of weight 1 / area. */
export interface MaskMoments {
  readonly areaPx: number
  readonly centroidYx: readonly [yPx: number, xPx: number]
  /** means of dy², dy·dx, dx² about the centroid, px² */
  readonly yy: number
  readonly yx: number
  readonly xx: number
  /** means of the third-order products about the centroid, px³ */
  readonly yyy: number
  readonly yyx: number
  readonly yxx: number
  readonly xxx: number
}

/**
 * The moments of a mask up to the third order, in float64.
 *
 * @throws MaskError where no pixel is inside
 */
export function maskMoments(mask: Mask): MaskMoments {
  const runs = rowRuns(requireNonEmpty(mask))
  const { areaPx, centroidYx } = areaAndCentroid(runs)
  const { heightPx, starts, from, to } = runs
  let [yy, yx, xx, yyy, yyx, yxx, xxx] = [0, 0, 0, 0, 0, 0, 0]
  for (let y = 0; y < heightPx; y++) {
    const dy = y - centroidYx[0]
    for (let run = starts[y]; run < starts[y + 1]; run++) {
      // n pixels in a row about their middle m: Σ dx = n m, Σ dx² = n (m² + v), Σ dx³ = n (m³ + 3 m v), with v = (n² − 1) / 12
      const n = to[run] - from[run]
      const m = (from[run] + to[run] - 1) / 2 - centroidYx[1]
      const v = (n * n - 1) / 12
      yy += n * dy * dy
      yx += n * dy * m
      xx += n * (m * m + v)
      yyy += n * dy * dy * dy
      yyx += n * dy * dy * m
      yxx += n * dy * (m * m + v)
      xxx += n * m * (m * m + 3 * v)
    }
  }
  return {
    areaPx,
    centroidYx,
    yy: yy / areaPx,
    yx: yx / areaPx,
    xx: xx / areaPx,
    yyy: yyy / areaPx,
    yyx: yyx / areaPx,
    yxx: yxx / areaPx,
    xxx: xxx / areaPx,
  }
}

function areaAndCentroid({ heightPx, starts, from, to }: RowRuns): Pick<MaskMoments, 'areaPx' | 'centroidYx'> {
  let areaPx = 0
  let sumY = 0
  let sumX = 0
  for (let y = 0; y < heightPx; y++) {
    for (let run = starts[y]; run < starts[y + 1]; run++) {
      const n = to[run] - from[run]
      areaPx += n
      sumY += n * y
      sumX += (n * (from[run] + to[run] - 1)) / 2
    }
  }
  return { areaPx, centroidYx: [sumY / areaPx, sumX / areaPx] }
}

/**
 * The angle of the longest principal axis, in radians within (−π/2, π/2], from +x towards +y (clockwise on the screen): the direction
 * (x, y) = (cos, sin) of the first principal component. 0 for a shape that is as wide as it is high in every direction.
 */
export function principalAngleRad({ yy, yx, xx }: MaskMoments): number {
  return 0.5 * Math.atan2(2 * yx, xx - yy)
}

/**
 * Third central moment along a direction over the cube of the standard deviation along it: positive where the thin end points along
 * the direction. 0 for a shape without extent in it. The direction (y, x) may have any length.
 */
export function skewnessAlong(moments: MaskMoments, [y, x]: readonly [y: number, x: number]): number {
  const { yy, yx, xx, yyy, yyx, yxx, xxx } = moments
  const variance = y * y * yy + 2 * y * x * yx + x * x * xx
  const third = y ** 3 * yyy + 3 * y * y * x * yyx + 3 * y * x * x * yxx + x ** 3 * xxx
  return variance > 0 ? third / variance ** 1.5 : 0
}
