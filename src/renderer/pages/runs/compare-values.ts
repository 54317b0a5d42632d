import type { InferClientOutputs } from '@orpc/client'
import type { ServiceClient } from '../../door/door.ts'
import { formatFigure, formatFixed } from '../../format/number.ts'
import { COMPARE_TEXT as TEXT } from '../../text/runs.ts'

export type CompareRow = InferClientOutputs<ServiceClient>['runs']['compare'][number]
export type CompareValue = CompareRow['values'][number]

/** A property's value as it is read. */
export function formatValue(value: CompareValue): string {
  if (value === null || value === '') return TEXT.none
  if (typeof value === 'boolean') return value ? TEXT.yes : TEXT.no
  if (typeof value === 'number') return Number.isSafeInteger(value) ? formatFixed(value, 0) : formatFigure(value)
  return value
}

/** How far a figure is from the baseline's, in per cent of it: `+12 %`; null where that says nothing. */
export function changeOf(value: CompareValue, against: CompareValue): string | null {
  if (typeof value !== 'number' || typeof against !== 'number' || against === 0) return null
  const percent = (100 * (value - against)) / Math.abs(against)
  if (!Number.isFinite(percent) || Math.abs(percent) < 0.05 || Math.abs(percent) >= 1000) return null
  return `${percent > 0 ? '+' : ''}${formatFixed(percent, Math.abs(percent) < 10 ? 1 : 0)}\u00a0%`
}
