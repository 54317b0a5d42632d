/** An affine map of the plane: y′ = yy·y + yx·x + y0, x′ = xy·y + xx·x + x0. */
export interface Affine {
  readonly yy: number
  readonly yx: number
  readonly xy: number
  readonly xx: number
  readonly y0: number
  readonly x0: number
}

export type Yx = readonly [y: number, x: number]

export function applyAffine(map: Affine, [y, x]: Yx): Yx {
  return [map.yy * y + map.yx * x + map.y0, map.xy * y + map.xx * x + map.x0]
}

/** The map that undoes `map`, which must not be singular. */
export function invertAffine(map: Affine): Affine {
  const determinant = map.yy * map.xx - map.yx * map.xy
  const yy = map.xx / determinant
  const yx = -map.yx / determinant
  const xy = -map.xy / determinant
  const xx = map.yy / determinant
  return { yy, yx, xy, xx, y0: -(yy * map.y0 + yx * map.x0), x0: -(xy * map.y0 + xx * map.x0) }
}

/** The map with the same linear part that takes `from` to `to`. */
export function anchored(map: Affine, from: Yx, to: Yx): Affine {
  const [y, x] = applyAffine({ ...map, y0: 0, x0: 0 }, from)
  return { ...map, y0: to[0] - y, x0: to[1] - x }
}

/** The map that first does `inner`, then `outer`. */
export function composed(outer: Affine, inner: Affine): Affine {
  const [y0, x0] = applyAffine(outer, [inner.y0, inner.x0])
  return {
    yy: outer.yy * inner.yy + outer.yx * inner.xy,
    yx: outer.yy * inner.yx + outer.yx * inner.xx,
    xy: outer.xy * inner.yy + outer.xx * inner.xy,
    xx: outer.xy * inner.yx + outer.xx * inner.xx,
    y0,
    x0,
  }
}
