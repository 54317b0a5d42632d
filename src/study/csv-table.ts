import { type CsvHeader, csvHeader, headerProblems, type WantedColumns } from './csv-header.ts'
import { CsvError, type CsvRecord, readCsvRecords } from './csv-records.ts'
import type { Problem } from './problem.ts'
import { problemList } from './problem-list.ts'

/**
 * Streams a CSV file's rows through `visit`, which is not called where the header lacks a required column.
 *
 * @returns the header, undefined where there is none, and what is wrong with the file as a whole: it is missing, no CSV, lacks columns, or has
 *   rows with more fields than the header (errors) or fewer (warnings: spreadsheets drop empty cells at the end; the missing ones read as empty)
 */
export async function readCsvTable(
  path: string,
  columns: WantedColumns,
  visit: (record: CsvRecord, header: CsvHeader) => void,
): Promise<{ readonly header: CsvHeader | undefined; readonly problems: readonly Problem[] }> {
  const problems = problemList()
  let header: CsvHeader | undefined
  try {
    for await (const records of readCsvRecords(path)) {
      for (const record of records) {
        if (header === undefined) {
          header = csvHeader(record)
          const found = headerProblems(path, header, columns)
          if (found.length > 0) return { header, problems: found }
          continue
        }
        if (record.fieldCount !== header.names.length) problems.add(raggedRow(path, header, record))
        if (record.fieldCount <= header.names.length) visit(record, header)
      }
    }
    if (header === undefined) problems.add(emptyFile(path))
  } catch (error) {
    problems.add(unreadableFile(path, error))
  }
  return { header, problems: problems.all() }
}

/**
 * Reads a CSV file's header and nothing else of it.
 *
 * @returns the header, or what is wrong with the file where it has none
 */
export async function readCsvHeader(path: string): Promise<CsvHeader | Problem> {
  try {
    for await (const [first] of readCsvRecords(path)) if (first) return csvHeader(first)
    return emptyFile(path)
  } catch (error) {
    return unreadableFile(path, error)
  }
}

function raggedRow(file: string, header: CsvHeader, record: CsvRecord): Problem {
  const isLong = record.fieldCount > header.names.length
  const cause = isLong
    ? 'a text with commas that is not quoted, or a comma too many'
    : 'cells at the end are missing and count as empty; was the file cut off?'
  return {
    severity: isLong ? 'error' : 'warning',
    scope: 'batch',
    kind: isLong ? 'too-many-fields' : 'too-few-fields',
    file,
    row: record.row,
    message: `the row has ${record.fieldCount} fields, the header ${header.names.length}: ${cause}`,
  }
}

function emptyFile(file: string): Problem {
  const message = 'the file is empty: a CSV file with a header is needed'
  return { severity: 'error', scope: 'batch', kind: 'not-csv', file, message }
}

/** What stopped the reading of a file, as a problem; anything that is neither the file's fault nor the system's is thrown on. */
function unreadableFile(file: string, error: unknown): Problem {
  const problem = { severity: 'error', scope: 'batch', file } as const
  if (error instanceof CsvError) {
    const row = error.row === undefined ? {} : { row: error.row }
    return { ...problem, ...row, kind: 'not-csv', message: error.message }
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return { ...problem, kind: 'missing-file', message: 'there is no such file: check the path' }
  if (code === 'EISDIR') return { ...problem, kind: 'not-csv', message: 'this is a folder: a CSV file is needed' }
  if (error instanceof Error && code !== undefined) {
    return { ...problem, kind: 'unreadable-file', message: `the file cannot be read (${error.message})` }
  }
  throw error
}
