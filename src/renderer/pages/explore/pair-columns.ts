import type { ExploreColumnView, ExploreTableView } from '../../../api/explore-contract.ts'
import { float64sOf, uint32sOf } from '../../data/typed-arrays.ts'

type Head = Pick<ExploreColumnView, 'name' | 'unit' | 'meaning' | 'table'>

export interface NumberColumn extends Head {
  readonly kind: 'number'
  /** NaN where there is none */
  readonly values: Float64Array
}

export interface TextColumn extends Head {
  readonly kind: 'text'
  /** the first is '', for none */
  readonly texts: readonly string[]
  /** a place in `texts` a row */
  readonly codes: Uint32Array
}

export type PairColumn = NumberColumn | TextColumn

/** What is known of all pairs, by column; a pair is a row, from 0. */
export interface PairColumns {
  readonly rowCount: number
  readonly untriedCount: number
  readonly columns: readonly PairColumn[]
  readonly byName: ReadonlyMap<string, PairColumn>
}

export function pairColumns({ rowCount, untriedCount, columns: coded }: ExploreTableView): PairColumns {
  const columns = coded.map((column): PairColumn => {
    const { name, unit, meaning, table } = column
    const head = { name, unit, meaning, table }
    return column.kind === 'number'
      ? { ...head, kind: 'number', values: float64sOf(column.valuesBase64) }
      : { ...head, kind: 'text', texts: column.texts, codes: uint32sOf(column.codesBase64) }
  })
  return { rowCount, untriedCount, columns, byName: new Map(columns.map((column) => [column.name, column])) }
}

/** A row's number; NaN where it has none, or there is no such column of numbers. */
export function numberAt({ byName }: PairColumns, name: string, row: number): number {
  const column = byName.get(name)
  return column?.kind === 'number' ? (column.values[row] ?? Number.NaN) : Number.NaN
}

/** A row's text, of a number as it is written; '' where it has none. */
export function textAt({ byName }: PairColumns, name: string, row: number): string {
  const column = byName.get(name)
  if (column === undefined) return ''
  if (column.kind === 'text') return column.texts[column.codes[row] ?? 0] ?? ''
  const value = column.values[row]
  return value === undefined || Number.isNaN(value) ? '' : String(value)
}

/** The columns that are quantities: numbers in at least one row. */
export function quantities({ columns }: PairColumns): readonly NumberColumn[] {
  return columns.filter((column) => column.kind === 'number')
}
