import { fewestEmbryos, type GroupMap } from './group-map.ts'
import type { PanelField } from './panel-field.ts'
import { areaPx, pixelsWithin, unionPlace } from './placed-map.ts'

/** What a panel draws that says something of groups. */
export type GroupPanel = Pick<
  PanelField,
  'gridHeightPx' | 'gridWidthPx' | 'umPerPx' | 'box' | 'values' | 'dyUm' | 'dxUm' | 'embryosAt'
> & {
  /** where embryos are, of either group */
  readonly mask: Uint8Array
}

/** A group's mean, at the pixels where enough of its embryos stand. */
export function meanPanel(group: GroupMap): GroupPanel {
  const fewest = fewestEmbryos(group)
  const where = (values: Float64Array) =>
    Float32Array.from(values, (value, at) => (group.embryosAt[at] >= fewest ? value : Number.NaN))
  const { gridHeightPx, gridWidthPx, umPerPx, box, embryosAt, mask, mean, dyUm, dxUm } = group
  return {
    gridHeightPx,
    gridWidthPx,
    umPerPx,
    box,
    embryosAt,
    mask,
    values: where(mean),
    dyUm: dyUm && where(dyUm),
    dxUm: dxUm && where(dxUm),
  }
}

/**
 * The mean of `group` minus that of `reference`, at the pixels where enough embryos of both stand. `embryosAt` counts those of the group
 * that has fewer there.
 */
export function differencePanel(group: GroupMap, reference: GroupMap): GroupPanel {
  const { both, defined, place } = overlap(group, reference)
  const minus = (a: Float64Array | null, b: Float64Array | null) =>
    a && b && both((i, j) => (defined(i, j) ? a[i] - b[j] : Number.NaN))
  return {
    ...place(),
    values: both((i, j) => (defined(i, j) ? group.mean[i] - reference.mean[j] : Number.NaN)),
    dyUm: minus(group.dyUm, reference.dyUm),
    dxUm: minus(group.dxUm, reference.dxUm),
  }
}

/**
 * The difference of the means over the pooled standard deviation between embryos, √((Σ² of both) / (n + m − 2)), at the pixels where enough
 * embryos of both groups, and at least two of each, stand. It has no unit and no arrows.
 */
export function standardisedDifferencePanel(group: GroupMap, reference: GroupMap): GroupPanel {
  const { both, defined, place } = overlap(group, reference)
  const values = both((i, j) => {
    const [n, m] = [group.embryosAt[i], reference.embryosAt[j]]
    if (!defined(i, j) || n < 2 || m < 2) return Number.NaN
    const deviation = Math.sqrt((group.squares[i] + reference.squares[j]) / (n + m - 2))
    return deviation > 0 ? (group.mean[i] - reference.mean[j]) / deviation : Number.NaN
  })
  return { ...place(), values, dyUm: null, dxUm: null }
}

/** Two groups' pixels side by side on a box that holds both; where a group has no pixel its place is −1. */
function overlap(group: GroupMap, reference: GroupMap) {
  const place = unionPlace([group, reference])
  const [ofGroup, ofReference] = [group, reference].map(({ box }) => {
    const places = new Int32Array(areaPx(place.box)).fill(-1)
    pixelsWithin(box, place.box).forEach((at, i) => {
      places[at] = i
    })
    return places
  })
  const [fewest, fewestReference] = [fewestEmbryos(group), fewestEmbryos(reference)]
  const countAt = (map: GroupMap, i: number) => (i < 0 ? 0 : map.embryosAt[i])
  const maskAt = (map: GroupMap, i: number) => (i < 0 ? 0 : map.mask[i])
  return {
    both: (valueAt: (i: number, j: number) => number) =>
      Float32Array.from(ofGroup, (i, at) => valueAt(i, ofReference[at])),
    defined: (i: number, j: number) =>
      i >= 0 && j >= 0 && group.embryosAt[i] >= fewest && reference.embryosAt[j] >= fewestReference,
    place: () => ({
      ...place,
      embryosAt: Uint16Array.from(ofGroup, (i, at) => Math.min(countAt(group, i), countAt(reference, ofReference[at]))),
      mask: Uint8Array.from(ofGroup, (i, at) => maskAt(group, i) | maskAt(reference, ofReference[at])),
    }),
  }
}
