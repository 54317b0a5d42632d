import { booleanIn, cellText, integerIn, numberIn } from './cell-values.ts'
import { type CsvHeader, cellOf } from './csv-header.ts'
import type { CsvRecord } from './csv-records.ts'
import type { Problem } from './problem.ts'

/**
 * Reads the cells of one row by column name. A missing value, or a column that the file does not have, reads as undefined; so does a value of
 * the wrong form, which is added to `problems`.
 */
export interface RowReader {
  readonly file: string
  readonly row: number
  readonly problems: Problem[]
  text(column: string): string | undefined
  integer(column: string, severity?: Problem['severity']): number | undefined
  number(column: string, severity?: Problem['severity']): number | undefined
  boolean(column: string, severity?: Problem['severity']): boolean | undefined
  /** adds a problem with a cell of this row */
  report(kind: string, column: string, message: string, severity?: Problem['severity']): void
}

/** A reader of one row, whose problems have the given scope. */
export function rowReader(file: string, header: CsvHeader, record: CsvRecord, scope: Problem['scope']): RowReader {
  const problems: Problem[] = []
  const text = (column: string) => cellText(cellOf(record, header, column))
  const report: RowReader['report'] = (kind, column, message, severity = 'error') => {
    problems.push({ severity, scope, kind, file, row: record.row, column, message })
  }
  const parsed = <T>(parse: (text: string) => T | undefined, kind: string, wanted: string) => {
    return (column: string, severity?: Problem['severity']): T | undefined => {
      const cell = text(column)
      const value = cell === undefined ? undefined : parse(cell)
      if (cell !== undefined && value === undefined) {
        report(kind, column, `${quoted(cell)} is no ${wanted}: correct or empty the cell`, severity)
      }
      return value
    }
  }
  return {
    file,
    row: record.row,
    problems,
    text,
    integer: parsed(integerIn, 'bad-integer', 'whole number'),
    number: parsed(numberIn, 'bad-number', 'number'),
    boolean: parsed(booleanIn, 'bad-boolean', 'boolean (True, False, 1 or 0)'),
    report,
  }
}

/** A cell's text as a message shows it: quoted, and not longer than a line. */
export function quoted(cell: string): string {
  return JSON.stringify(cell.length <= 60 ? cell : `${cell.slice(0, 60)}…`)
}
