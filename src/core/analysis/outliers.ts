import { percentile } from '../features/displacement-features.ts'

/** Where the middle half of a group's values lies, and the fences beyond which a value is an outlier (Tukey 1977; contract §10). */
export interface Fences {
  readonly count: number
  readonly q1: number
  readonly median: number
  readonly q3: number
  /** Q1 − 1.5 IQR */
  readonly low: number
  /** Q3 + 1.5 IQR */
  readonly high: number
}

/** How far beyond the quartiles the fences stand, in interquartile ranges. */
const REACH = 1.5

/** The fences of values; those that are not finite are left out. Null where none is left. Three values or fewer never have one outside. */
export function fencesOf(values: Iterable<number>): Fences | null {
  const sorted = Float64Array.from([...values].filter(Number.isFinite)).sort()
  if (sorted.length === 0) return null
  const [q1, median, q3] = [25, 50, 75].map((percent) => percentile(sorted, percent))
  const reach = REACH * (q3 - q1)
  return { count: sorted.length, q1, median, q3, low: q1 - reach, high: q3 + reach }
}

/** A value outside its group's fences. */
export interface Outlier {
  readonly row: number
  readonly value: number
  readonly side: 'low' | 'high'
  readonly fences: Fences
}

/**
 * Which values lie outside the fences of their group. Nothing is taken out: an outlier is to be looked at.
 *
 * @param values one a row; those that are not finite belong to no group
 * @param groups rows that belong together, such as those of one genotype and stage
 * @returns in the groups' order
 */
export function outliersOf(values: ArrayLike<number>, groups: Iterable<readonly number[]>): Outlier[] {
  const outliers: Outlier[] = []
  for (const rows of groups) {
    const fences = fencesOf(rows.map((row) => values[row]))
    if (!fences) continue
    for (const row of rows) {
      const value = values[row]
      if (value < fences.low) outliers.push({ row, value, side: 'low', fences })
      else if (value > fences.high) outliers.push({ row, value, side: 'high', fences })
    }
  }
  return outliers
}
