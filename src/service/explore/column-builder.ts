import type { ExploreColumnView } from '../../api/explore-contract.ts'
import { ColumnCoder } from '../../study/coded-column.ts'
import type { Cell } from '../../study/run-store.ts'
import type { TableColumn } from '../../study/table-columns.ts'

/** A column of the tables, or one that only the store has. */
export interface ColumnSource {
  readonly column: TableColumn
  readonly table: ExploreColumnView['table']
}

/** Collects one column, row by row. */
export interface ColumnBuilder {
  add(cell: Cell | undefined): void
  /** undefined where no row has a value */
  column(): ExploreColumnView | undefined
}

export function columnBuilder(source: ColumnSource): ColumnBuilder {
  const { type } = source.column
  return type === 'float64' || type === 'int64' ? numberBuilder(source) : textBuilder(source)
}

function numberBuilder(source: ColumnSource): ColumnBuilder {
  const values: number[] = []
  return {
    add: (cell) => values.push(typeof cell === 'number' ? cell : Number.NaN),
    column: () => {
      if (values.every(Number.isNaN)) return undefined
      const bytes = new DataView(new ArrayBuffer(8 * values.length))
      for (const [row, value] of values.entries()) bytes.setFloat64(8 * row, value, true)
      return { kind: 'number', ...headOf(source), valuesBase64: base64(bytes) }
    },
  }
}

function textBuilder(source: ColumnSource): ColumnBuilder {
  const coder = new ColumnCoder()
  return {
    add: (cell) => coder.add(cell === null || cell === undefined ? '' : String(cell)),
    column: () => {
      if (coder.distinctCount === 0) return undefined
      const { values: texts, codes } = coder.column()
      const bytes = new DataView(new ArrayBuffer(4 * codes.length))
      for (const [row, code] of codes.entries()) bytes.setUint32(4 * row, code, true)
      return { kind: 'text', ...headOf(source), texts, codesBase64: base64(bytes) }
    },
  }
}

function headOf({ column: { name, unit, meaning }, table }: ColumnSource) {
  return { name, unit, meaning, table }
}

function base64({ buffer }: DataView<ArrayBuffer>): string {
  return Buffer.from(buffer).toString('base64')
}
