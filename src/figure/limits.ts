import type { PanelField } from '../core/analysis/panel-field.ts'
import { percentile } from '../core/features/displacement-features.ts'
import type { ValueRange } from './colour-maps.ts'
import type { ColourLimits } from './field-view.ts'

/** Limits as they were found, and how. */
export interface FoundLimits extends ValueRange {
  readonly how: ColourLimits
  /** whether some of the values lie beyond; they have the end's colour */
  readonly someBelow: boolean
  readonly someAbove: boolean
}

/**
 * The limits of panels that share them. Robust ones are percentiles of all their defined values together: about zero they are symmetric, at
 * `highPct` of the values' size; magnitudes begin at zero where `lowPct` is 0.
 */
export function findLimits(limits: ColourLimits, fields: readonly Pick<PanelField, 'values' | 'kind'>[]): FoundLimits {
  const shown = fields.map(({ values }) => values.filter((value) => !Number.isNaN(value)))
  const sorted = sortedTogether(shown)
  const kind = fields[0]?.kind ?? 'magnitude'
  const range = widened(limits.kind === 'fixed' ? limits : robustRange(limits, sorted, kind), kind)
  return {
    ...range,
    how: limits,
    someBelow: sorted.length > 0 && sorted[0] < range.low,
    someAbove: sorted.length > 0 && sorted[sorted.length - 1] > range.high,
  }
}

function robustRange(
  { lowPct, highPct }: { readonly lowPct: number; readonly highPct: number },
  sorted: Float32Array,
  kind: PanelField['kind'],
): ValueRange {
  if (sorted.length === 0) return { low: 0, high: 0 }
  if (kind === 'signed') {
    const half = percentile(sorted.map(Math.abs).sort(), highPct)
    return { low: -half, high: half }
  }
  return { low: lowPct === 0 ? 0 : percentile(sorted, lowPct), high: percentile(sorted, highPct) }
}

/** a field of one value has a range all the same */
function widened({ low, high }: ValueRange, kind: PanelField['kind']): ValueRange {
  if (high > low) return { low, high }
  return kind === 'signed' ? { low: low - 1, high: low + 1 } : { low, high: low + 1 }
}

function sortedTogether(arrays: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const values of arrays) {
    all.set(values, at)
    at += values.length
  }
  return all.sort()
}
