import { areaPx, type PlacedMap, pixelsWithin, unionPlace } from './placed-map.ts'

/**
 * One map minus another, pixel by pixel of the canonical grid, where both are defined. It is an embryo's that lies there in either of them.
 *
 * @throws RangeError for maps on different grids
 */
export function mapDifference(map: PlacedMap, reference: PlacedMap): PlacedMap {
  const place = unionPlace([map, reference])
  const area = areaPx(place.box)
  const at = pixelsWithin(map.box, place.box)
  const referenceAt = pixelsWithin(reference.box, place.box)
  const laid = (values: Float32Array, places: Int32Array) => {
    const out = new Float32Array(area).fill(Number.NaN)
    for (let i = 0; i < values.length; i++) out[places[i]] = values[i]
    return out
  }
  const minus = (a: Float32Array, b: Float32Array) => {
    const less = laid(b, referenceAt)
    return laid(a, at).map((value, i) => value - less[i])
  }
  const minusIfAny = (a: Float32Array | null, b: Float32Array | null) => a && b && minus(a, b)
  const mask = new Uint8Array(area)
  for (let i = 0; i < at.length; i++) mask[at[i]] |= map.mask[i]
  for (let i = 0; i < referenceAt.length; i++) mask[referenceAt[i]] |= reference.mask[i]
  return {
    ...place,
    values: minus(map.values, reference.values),
    dyUm: minusIfAny(map.dyUm, reference.dyUm),
    dxUm: minusIfAny(map.dxUm, reference.dxUm),
    mask,
  }
}
