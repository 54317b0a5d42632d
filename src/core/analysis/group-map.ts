import type { FieldPlace } from './pair-field.ts'
import { areaPx, type PlacedMap, pixelsWithin, unionPlace } from './placed-map.ts'

/** Fewer embryos than this give no mean at a pixel, but where the whole group has fewer (contract §10: a reference has at least 3). */
export const FEWEST_EMBRYOS = 3

/** What a group's embryos say of a map at each pixel; every array is as large as the box. */
export interface GroupMap extends FieldPlace {
  readonly embryoCount: number
  /** how many embryos are defined there */
  readonly embryosAt: Uint16Array
  /** over the embryos; NaN where none is */
  readonly mean: Float64Array
  /** Σ (value − mean)² over the embryos */
  readonly squares: Float64Array
  readonly dyUm: Float64Array | null
  readonly dxUm: Float64Array | null
  /** where any of them is */
  readonly mask: Uint8Array
}

/**
 * An embryo's mean over its pairs: over its references and frames. At each pixel over those that are defined there.
 *
 * @throws RangeError for none, and for maps on different grids
 */
export function embryoMean(maps: readonly PlacedMap[]): PlacedMap {
  const { embryosAt: _count, embryoCount: _pairs, squares: _squares, mean, dyUm, dxUm, ...place } = groupMap(maps)
  const floats = (values: Float64Array | null) => values && Float32Array.from(values)
  return { ...place, values: Float32Array.from(mean), dyUm: floats(dyUm), dxUm: floats(dxUm) }
}

/**
 * Mean and spread over embryos, each given by its own mean (contract §10: per embryo first). The mean of a magnitude is that of the
 * embryos' magnitudes; its arrows are the mean displacement, which is shorter where embryos move different ways.
 *
 * @param embryos one map an embryo
 * @throws RangeError for none, and for maps on different grids
 */
export function groupMap(embryos: readonly PlacedMap[]): GroupMap {
  const place = unionPlace(embryos)
  const area = areaPx(place.box)
  const hasArrows = embryos.every(({ dyUm }) => dyUm !== null)
  const embryosAt = new Uint16Array(area)
  const mean = new Float64Array(area)
  const squares = new Float64Array(area)
  const dyUm = hasArrows ? new Float64Array(area) : null
  const dxUm = hasArrows ? new Float64Array(area) : null
  const mask = new Uint8Array(area)
  for (const embryo of embryos) {
    const pixels = pixelsWithin(embryo.box, place.box)
    for (let i = 0; i < pixels.length; i++) {
      const at = pixels[i]
      mask[at] |= embryo.mask[i]
      const value = embryo.values[i]
      if (Number.isNaN(value)) continue
      const count = ++embryosAt[at]
      // Welford 1962: no large sums to cancel
      const away = value - mean[at]
      mean[at] += away / count
      squares[at] += away * (value - mean[at])
      if (dyUm && embryo.dyUm) dyUm[at] += (embryo.dyUm[i] - dyUm[at]) / count
      if (dxUm && embryo.dxUm) dxUm[at] += (embryo.dxUm[i] - dxUm[at]) / count
    }
  }
  for (const values of [mean, squares, dyUm, dxUm]) {
    if (values) for (let at = 0; at < area; at++) if (embryosAt[at] === 0) values[at] = Number.NaN
  }
  return { ...place, embryoCount: embryos.length, embryosAt, mean, squares, dyUm, dxUm, mask }
}

/** How many embryos have to stand in a pixel of the group for it to be drawn. */
export function fewestEmbryos({ embryoCount }: GroupMap): number {
  return Math.min(FEWEST_EMBRYOS, embryoCount)
}
