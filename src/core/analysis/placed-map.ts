import type { Box } from '../mask/tight-box.ts'
import { arrowValues, type FieldMapName, fieldMap, mapValues } from './field-map.ts'
import type { FieldPlace, PairField } from './pair-field.ts'

/** A map on part of the grid, as means are made of: NaN where it is undefined. */
export interface PlacedMap extends FieldPlace {
  readonly values: Float32Array
  /** the displacement that goes with it, µm, defined where the map is; null for maps of the target */
  readonly dyUm: Float32Array | null
  readonly dxUm: Float32Array | null
  /** where the embryos are whose pixels it is drawn on */
  readonly mask: Uint8Array
}

/** One of a pair's maps. */
export function placedMap(field: PairField, name: FieldMapName): PlacedMap {
  const { gridHeightPx, gridWidthPx, umPerPx, box } = field
  const isOnSource = fieldMap(name).end === 'source'
  return {
    gridHeightPx,
    gridWidthPx,
    umPerPx,
    box,
    values: mapValues(field, name),
    ...(isOnSource ? arrowValues(field, name) : { dyUm: null, dxUm: null }),
    mask: isOnSource ? field.sourceMask : field.targetMask,
  }
}

/**
 * The smallest part of the grid that holds all the places.
 *
 * @throws RangeError for none, and for places on different grids
 */
export function unionPlace(places: readonly FieldPlace[]): FieldPlace {
  const [first] = places
  if (!first) throw new RangeError('there is nothing to lay together')
  const { gridHeightPx, gridWidthPx, umPerPx } = first
  const isOther = (place: FieldPlace) =>
    place.gridHeightPx !== gridHeightPx || place.gridWidthPx !== gridWidthPx || place.umPerPx !== umPerPx
  if (places.some(isOther)) throw new RangeError('maps on different grids can not be laid together')
  const box = places.reduce((union, place) => boxAround(union, place.box), first.box)
  return { gridHeightPx, gridWidthPx, umPerPx, box }
}

function boxAround(a: Box, b: Box): Box {
  return { y0: Math.min(a.y0, b.y0), x0: Math.min(a.x0, b.x0), y1: Math.max(a.y1, b.y1), x1: Math.max(a.x1, b.x1) }
}

export function areaPx({ y0, x0, y1, x1 }: Box): number {
  return (y1 - y0) * (x1 - x0)
}

/** For each pixel of `inner`, row-major: where it is in `outer`, which holds it. */
export function pixelsWithin(inner: Box, outer: Box): Int32Array {
  const pixels = new Int32Array(areaPx(inner))
  const outerWidthPx = outer.x1 - outer.x0
  let i = 0
  for (let y = inner.y0; y < inner.y1; y++) {
    for (let x = inner.x0; x < inner.x1; x++) pixels[i++] = (y - outer.y0) * outerWidthPx + x - outer.x0
  }
  return pixels
}
