import { bodyCoordinate } from '../canonical/body-coordinate.ts'
import type { CentrelineFailure } from '../canonical/centreline/centreline.ts'
import { type Box, tightBox } from '../mask/tight-box.ts'
import type { FieldPlace } from './pair-field.ts'
import { areaPx, pixelsWithin, unionPlace } from './placed-map.ts'

/** How far along its body each pixel of an embryo lies, on part of the grid (contract §10). */
export interface BodyPlace extends FieldPlace {
  /** S, 0 at the head's end and 1 at the tail's; NaN off the embryo */
  readonly s: Float32Array
  /** the way tailward along the centreline at each pixel, a unit vector; NaN off the embryo */
  readonly axisDy: Float32Array
  readonly axisDx: Float32Array
  readonly lengthUm: number
  /** none where the coordinate can be trusted */
  readonly failures: readonly CentrelineFailure[]
}

/** Points of the centreline over which its direction is taken, on either side: some ten pixels. */
const AXIS_REACH_POINTS = 10

/**
 * An embryo's rostral-caudal coordinate and axis at each of its pixels, on the smallest box that holds it.
 *
 * @param mask of the place's box, one piece
 * @throws RangeError for an empty mask
 */
export function bodyPlace(mask: Uint8Array, place: FieldPlace): BodyPlace {
  const size = { heightPx: place.box.y1 - place.box.y0, widthPx: place.box.x1 - place.box.x0 }
  const { s, centrelineYx, lengthUm, failures } = bodyCoordinate({ ...size, data: mask }, place.umPerPx)
  const axis = directions(centrelineYx)
  const last = centrelineYx.length / 2 - 1
  const axisAt = (component: 0 | 1) =>
    s.map((at) => (Number.isNaN(at) ? Number.NaN : axis[2 * Math.round(at * last) + component]))
  const tight = tightBox({ ...size, data: mask })
  const pixels = pixelsWithin(tight, { y0: 0, x0: 0, y1: size.heightPx, x1: size.widthPx })
  const cut = (values: Float64Array) => Float32Array.from(pixels, (pixel) => values[pixel])
  const [dy, dx] = [place.box.y0, place.box.x0]
  return {
    gridHeightPx: place.gridHeightPx,
    gridWidthPx: place.gridWidthPx,
    umPerPx: place.umPerPx,
    box: { y0: tight.y0 + dy, x0: tight.x0 + dx, y1: tight.y1 + dy, x1: tight.x1 + dx },
    s: cut(s),
    axisDy: cut(axisAt(0)),
    axisDx: cut(axisAt(1)),
    lengthUm,
    failures,
  }
}

/** The same on a box that holds it; NaN around it. */
export function laidOnto(body: BodyPlace, box: Box): BodyPlace {
  const pixels = pixelsWithin(body.box, box)
  const laid = (values: Float32Array) => {
    const out = new Float32Array(areaPx(box)).fill(Number.NaN)
    for (let i = 0; i < pixels.length; i++) out[pixels[i]] = values[i]
    return out
  }
  return { ...body, box, s: laid(body.s), axisDy: laid(body.axisDy), axisDx: laid(body.axisDx) }
}

/** unit vectors along a line, y, x, y, x, …; tailward along x for a line of one point */
function directions(yx: Float64Array): Float64Array {
  const last = yx.length / 2 - 1
  const out = new Float64Array(yx.length)
  for (let k = 0; k <= last; k++) {
    const [from, to] = [Math.max(0, k - AXIS_REACH_POINTS), Math.min(last, k + AXIS_REACH_POINTS)]
    const [dy, dx] = [yx[2 * to] - yx[2 * from], yx[2 * to + 1] - yx[2 * from + 1]]
    const length = Math.hypot(dy, dx)
    out[2 * k] = length > 0 ? dy / length : 0
    out[2 * k + 1] = length > 0 ? dx / length : 1
  }
  return out
}

/**
 * S of several embryos laid over each other: at each pixel the mean of theirs that lie there.
 *
 * @throws RangeError for none, and for embryos on different grids
 */
export function meanS(bodies: readonly BodyPlace[]): FieldPlace & Pick<BodyPlace, 's'> {
  const place = unionPlace(bodies)
  const sums = new Float64Array(areaPx(place.box))
  const counts = new Uint16Array(sums.length)
  for (const { s, box } of bodies) {
    const pixels = pixelsWithin(box, place.box)
    for (let i = 0; i < pixels.length; i++) {
      if (Number.isNaN(s[i])) continue
      sums[pixels[i]] += s[i]
      counts[pixels[i]]++
    }
  }
  return { ...place, s: Float32Array.from(sums, (sum, at) => sum / counts[at]) }
}
