import { rgb } from 'd3-color'
import {
  interpolateCividis,
  interpolateMagma,
  interpolatePuOr,
  interpolateRdBu,
  interpolateViridis,
} from 'd3-scale-chromatic'
import type { FieldMap } from '../core/analysis/field-map.ts'
import type { ColourMapName } from './field-view.ts'

/** How many colours a map is drawn in. */
export const COLOUR_COUNT = 256

/** Colours from low to high, RGB bytes one after the other. */
export interface ColourTable {
  readonly name: ColourMapName
  /** 3 × `COLOUR_COUNT` */
  readonly bytes: Uint8Array
}

/** What a value's colour is read between; high is above low. */
export interface ValueRange {
  readonly low: number
  readonly high: number
}

/** High values are the warm ones: ColorBrewer's red to blue is turned round. */
const COLOUR_OF: Readonly<Record<ColourMapName, (at: number) => string>> = {
  viridis: interpolateViridis,
  cividis: interpolateCividis,
  magma: interpolateMagma,
  'purple-orange': interpolatePuOr,
  'blue-red': (at) => interpolateRdBu(1 - at),
}

/** The colour maps that suit values of a kind; the first is the one to take. */
export const COLOUR_MAPS_OF = {
  magnitude: ['viridis', 'cividis', 'magma'],
  signed: ['purple-orange', 'blue-red'],
} as const satisfies Record<FieldMap['kind'], readonly ColourMapName[]>

/** The colour map asked for where it suits the kind of value, else the first that does. */
export function suitedColours(asked: ColourMapName | null, kind: FieldMap['kind']): ColourMapName {
  const suited: readonly ColourMapName[] = COLOUR_MAPS_OF[kind]
  return asked !== null && suited.includes(asked) ? asked : suited[0]
}

const tables = new Map<ColourMapName, ColourTable>()

/** A colour map's table; made once. */
export function colourTable(name: ColourMapName): ColourTable {
  const known = tables.get(name)
  if (known) return known
  const bytes = new Uint8Array(3 * COLOUR_COUNT)
  for (let k = 0; k < COLOUR_COUNT; k++) {
    const { r, g, b } = rgb(COLOUR_OF[name](k / (COLOUR_COUNT - 1)))
    bytes.set([Math.round(r), Math.round(g), Math.round(b)], 3 * k)
  }
  const table = { name, bytes }
  tables.set(name, table)
  return table
}

/** Which of the table's colours a value has: the nearest; values outside the range have the colour of its end. */
export function colourIndex(value: number, { low, high }: ValueRange): number {
  const at = (value - low) / (high - low)
  return Math.round((COLOUR_COUNT - 1) * Math.min(1, Math.max(0, at)))
}

/** A value's colour as `#rrggbb`; null where it is NaN. */
export function colourAt(value: number, range: ValueRange, { bytes }: ColourTable): string | null {
  if (Number.isNaN(value)) return null
  const k = 3 * colourIndex(value, range)
  return rgb(bytes[k], bytes[k + 1], bytes[k + 2]).formatHex()
}
