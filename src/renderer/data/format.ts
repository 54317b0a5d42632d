import type { PairView } from '../../api/study-views.ts'

const WHEN = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })
const COUNT = new Intl.NumberFormat('en-GB')

/** A moment of the store (ISO 8601, UTC) in the reader's own time. */
export function formatWhen(iso: string): string {
  return WHEN.format(new Date(iso))
}

/** A count with its thousands marked. */
export function formatCount(count: number): string {
  return COUNT.format(count)
}

/** `1 pair`, `2 pairs`. */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** A figure of a pair with the digits worth reading; the full value is in the cell. */
export function formatFigure(key: FigureKey, value: number): string {
  switch (key) {
    case 'runtimeSec':
    case 'createdPct':
      return value.toFixed(2)
    case 'meanDistanceUm':
    case 'divergenceUm':
      return value.toFixed(1)
    case 'iterations':
      return formatCount(value)
    case 'gap':
      return formatGap(value)
  }
}

/** The figures of a pair. */
export type FigureKey = Extract<
  keyof PairView,
  'runtimeSec' | 'iterations' | 'gap' | 'meanDistanceUm' | 'createdPct' | 'divergenceUm'
>

/** `2.1 × 10⁻⁹` */
function formatGap(gap: number): string {
  if (gap === 0) return '0'
  const [digits = '', exponent = '0'] = gap.toExponential(1).split('e')
  return `${digits.replace('-', '−')} × 10${superscript(Number(exponent))}`
}

function superscript(whole: number): string {
  const digits = String(Math.abs(whole)).replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? digit)
  return whole < 0 ? `⁻${digits}` : digits
}
