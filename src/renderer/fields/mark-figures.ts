import type { PanelField } from '../../core/analysis/panel-field.ts'
import { indexAt } from './read-out.ts'

/** A value on a line. */
export interface LinePoint {
  /** from the line's beginning */
  readonly alongUm: number
  /** null where it is undefined */
  readonly value: number | null
}

/** The panel's values at the pixels nearest to points a pixel apart, from one end to the other. */
export function lineProfile(
  field: PanelField,
  fromYx: readonly [number, number],
  toYx: readonly [number, number],
): readonly LinePoint[] {
  const [dy, dx] = [toYx[0] - fromYx[0], toYx[1] - fromYx[1]]
  const lengthPx = Math.hypot(dy, dx)
  const steps = Math.max(1, Math.ceil(lengthPx))
  return Array.from({ length: steps + 1 }, (_, step) => {
    const t = step / steps
    const i = indexAt(field, Math.round(fromYx[0] + t * dy), Math.round(fromYx[1] + t * dx))
    const value = i === null ? Number.NaN : (field.values[i] ?? Number.NaN)
    return { alongUm: t * lengthPx * field.umPerPx, value: Number.isFinite(value) ? value : null }
  })
}

/** What a region's pixels have; figures are null where none is defined. */
export interface RegionFigures {
  /** pixels whose centre is inside and whose value is defined */
  readonly count: number
  readonly areaUm2: number
  readonly mean: number | null
  /** of the pixels, not of embryos */
  readonly sd: number | null
  readonly least: number | null
  readonly median: number | null
  readonly most: number | null
}

/** Statistics of the unsmoothed values inside a polygon, (y, x) in grid px. */
export function regionFigures(field: PanelField, polygonYx: readonly (readonly [number, number])[]): RegionFigures {
  const values = [...definedWithin(field, polygonYx)].sort((a, b) => a - b)
  const count = values.length
  const areaUm2 = count * field.umPerPx ** 2
  if (count === 0) return { count, areaUm2, mean: null, sd: null, least: null, median: null, most: null }
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  const sumOfSquares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const middle = (count - 1) / 2
  return {
    count,
    areaUm2,
    mean,
    sd: count > 1 ? Math.sqrt(sumOfSquares / (count - 1)) : null,
    least: values[0] ?? null,
    median: ((values[Math.floor(middle)] ?? 0) + (values[Math.ceil(middle)] ?? 0)) / 2,
    most: values[count - 1] ?? null,
  }
}

function* definedWithin(field: PanelField, polygonYx: readonly (readonly [number, number])[]): Iterable<number> {
  const { y0, x0, y1, x1 } = field.box
  const ys = polygonYx.map(([y]) => y)
  const xs = polygonYx.map(([, x]) => x)
  const bottom = Math.min(y1 - 1, Math.floor(Math.max(...ys)))
  const right = Math.min(x1 - 1, Math.floor(Math.max(...xs)))
  for (let y = Math.max(y0, Math.ceil(Math.min(...ys))); y <= bottom; y++) {
    for (let x = Math.max(x0, Math.ceil(Math.min(...xs))); x <= right; x++) {
      const value = field.values[indexAt(field, y, x) ?? 0] ?? Number.NaN
      if (Number.isFinite(value) && isInside(polygonYx, y, x)) yield value
    }
  }
}

/** By counting the edges to its right; a rectangle's own edges count as inside at its top and left. */
function isInside(polygonYx: readonly (readonly [number, number])[], y: number, x: number): boolean {
  let inside = false
  for (let i = 0; i < polygonYx.length; i++) {
    const [ay = 0, ax = 0] = polygonYx[i] ?? []
    const [by = 0, bx = 0] = polygonYx[(i + 1) % polygonYx.length] ?? []
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside
  }
  return inside
}
