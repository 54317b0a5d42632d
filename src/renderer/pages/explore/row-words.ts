import { formatExact, formatFigure, formatFixed } from '../../format/number.ts'
import { columnWord } from '../../text/columns.ts'
import { EXPLORE_TEXT as TEXT } from '../../text/explore.ts'
import { flagWord } from '../../text/flags.ts'
import { type PairColumn, type PairColumns, textAt } from './pair-columns.ts'
import type { OutlierReason } from './reasons.ts'

/** How a column's values are read: its numbers with as many decimals as show three digits of most, booleans and flags in words. */
export function wordsOf(column: PairColumn): (row: number) => string {
  if (column.kind === 'number') {
    const decimals = decimalsOf(column.values)
    const word = decimals === null ? formatFigure : (value: number | undefined) => formatFixed(value, decimals)
    return (row) => word(column.values[row])
  }
  const words = column.texts.map((text) => textWord(column.name, text))
  return (row) => words[column.codes[row] ?? 0] ?? ''
}

function textWord(name: string, text: string): string {
  if (text === 'true') return TEXT.yes
  if (text === 'false') return TEXT.no
  return name.endsWith('_flags') ? text.split(';').map(flagWord).join(', ') : text
}

/** beyond these, powers of ten are read better */
const [LEAST, MOST] = [0.01, 1e6]

/** null: each number by itself */
function decimalsOf(values: Float64Array): number | null {
  const finite = values.filter(Number.isFinite)
  if (finite.every(Number.isInteger) && finite.every((value) => Math.abs(value) < MOST)) return 0
  const sizes = finite
    .map(Math.abs)
    .filter((size) => size > 0)
    .sort()
  const median = sizes[sizes.length >> 1] ?? 1
  if (median < LEAST || (sizes.at(-1) ?? 1) >= MOST) return null
  return Math.max(0, 2 - Math.floor(Math.log10(median)))
}

/** `Total transport cost 5.2 above Q3 + 1.5 IQR (4.1 of 12)` */
export function outlierWord({ column, value, side, fences }: OutlierReason): string {
  const fence = formatExact(side === 'high' ? fences.high : fences.low)
  return TEXT.outlierWord(columnWord(column), formatExact(value), TEXT.outlierReason[side], fence, fences.count)
}

/** What a plot says of a row: its pair, its values, and why it is marked. */
export function rowWords(
  pairs: PairColumns,
  row: number,
  shown: readonly PairColumn[],
  reasons: readonly OutlierReason[],
  flags: readonly string[],
): string[] {
  return [
    textAt(pairs, 'pair_id', row),
    ...shown.map((column) => `${columnWord(column.name)}: ${wordsOf(column)(row)} ${column.unit}`.trimEnd()),
    ...reasons.map((reason) => `${TEXT.outlier}: ${outlierWord(reason)}`),
    ...(flags.length > 0 ? [`${TEXT.flag}: ${flags.map(flagWord).join(', ')}`] : []),
  ]
}
