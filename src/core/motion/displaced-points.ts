/** Where points are and where they go: n of each, any one unit of length. */
export interface DisplacedPoints {
  readonly y: ArrayLike<number>
  readonly x: ArrayLike<number>
  readonly dy: Float64Array
  readonly dx: Float64Array
  /** ≥ 0, their sum > 0 */
  readonly weights: Float64Array
}

/** Weighted moments of points and displacements about the points' centre. */
export interface DisplacementMoments {
  readonly mass: number
  readonly centerY: number
  readonly centerX: number
  readonly meanDy: number
  readonly meanDx: number
  /** Σ w p pᵀ over Σ w, p from the centre */
  readonly yy: number
  readonly xx: number
  readonly yx: number
  /** Σ w p dᵀ over Σ w, d from its mean: `ydx` is p's y with d's x */
  readonly ydy: number
  readonly ydx: number
  readonly xdy: number
  readonly xdx: number
  /** Σ w |d|² over Σ w, d as it is */
  readonly energy: number
}

export function momentsOf({ y, x, dy, dx, weights }: DisplacedPoints): DisplacementMoments {
  let [mass, sumY, sumX, sumDy, sumDx] = [0, 0, 0, 0, 0]
  for (let i = 0; i < weights.length; i++) {
    mass += weights[i]
    sumY += weights[i] * y[i]
    sumX += weights[i] * x[i]
    sumDy += weights[i] * dy[i]
    sumDx += weights[i] * dx[i]
  }
  const [centerY, centerX, meanDy, meanDx] = [sumY / mass, sumX / mass, sumDy / mass, sumDx / mass]
  let [yy, xx, yx, ydy, ydx, xdy, xdx, energy] = [0, 0, 0, 0, 0, 0, 0, 0]
  for (let i = 0; i < weights.length; i++) {
    const [py, px, qy, qx] = [y[i] - centerY, x[i] - centerX, dy[i] - meanDy, dx[i] - meanDx]
    yy += weights[i] * py * py
    xx += weights[i] * px * px
    yx += weights[i] * py * px
    ydy += weights[i] * py * qy
    ydx += weights[i] * py * qx
    xdy += weights[i] * px * qy
    xdx += weights[i] * px * qx
    energy += weights[i] * (dy[i] ** 2 + dx[i] ** 2)
  }
  return {
    mass,
    centerY,
    centerX,
    meanDy,
    meanDx,
    yy: yy / mass,
    xx: xx / mass,
    yx: yx / mass,
    ydy: ydy / mass,
    ydx: ydx / mass,
    xdy: xdy / mass,
    xdx: xdx / mass,
    energy: energy / mass,
  }
}
