import { type CsvRecord, fieldText } from './csv-records.ts'
import type { Problem } from './problem.ts'

/** The columns of a CSV file: names in order, without surrounding space, and where each one is. */
export interface CsvHeader {
  readonly names: readonly string[]
  readonly indexOf: ReadonlyMap<string, number>
}

/** The columns that a reader looks at. */
export interface WantedColumns {
  /** each a list of alternatives, one of which must be there */
  readonly required: readonly (readonly string[])[]
  /** further ones; no column named here or above may be there twice */
  readonly optional: readonly string[]
}

/** Reads a file's first record as its header. */
export function csvHeader(record: CsvRecord): CsvHeader {
  const names = Array.from({ length: record.fieldCount }, (_, i) => fieldText(record, i).trim())
  const indexOf = new Map<string, number>()
  // of two columns of one name the first counts
  names.forEach((name, i) => {
    if (!indexOf.has(name)) indexOf.set(name, i)
  })
  return { names, indexOf }
}

/** The cell of a column as it stands in the file; empty where the file has no such column. */
export function cellOf(record: CsvRecord, header: CsvHeader, column: string): string {
  const index = header.indexOf.get(column)
  return index === undefined ? '' : fieldText(record, index)
}

/** Problems with a header: required columns that are missing, with what was found instead, and wanted ones that are there twice. */
export function headerProblems(file: string, header: CsvHeader, { required, optional }: WantedColumns): Problem[] {
  const missing = required.filter((alternatives) => !alternatives.some((name) => header.indexOf.has(name)))
  const known = new Set([...required.flat(), ...optional])
  const double = [...known].filter((name) => header.names.indexOf(name) !== header.names.lastIndexOf(name))
  return [
    ...missing.map((alternatives) => missingColumn(file, header.names, alternatives, known)),
    ...double.map((name) => doubleColumn(file, name)),
  ]
}

function missingColumn(
  file: string,
  names: readonly string[],
  alternatives: readonly string[],
  known: ReadonlySet<string>,
): Problem {
  const wanted = alternatives.map((name) => `"${name}"`).join(' or ')
  return {
    severity: 'error',
    scope: 'batch',
    kind: 'missing-column',
    file,
    row: 1,
    column: alternatives[0] ?? '',
    message: `there is no column ${wanted}; ${hint(names, alternatives, known)}`,
  }
}

function doubleColumn(file: string, name: string): Problem {
  return {
    severity: 'error',
    scope: 'batch',
    kind: 'double-column',
    file,
    row: 1,
    column: name,
    message: `two columns are named "${name}": rename or remove one`,
  }
}

function hint(names: readonly string[], wanted: readonly string[], known: ReadonlySet<string>): string {
  const only = names.length === 1 ? (names[0] ?? '') : ''
  if (only.includes(';')) return 'the columns seem to be separated by semicolons: save the file with commas'
  if (only.includes('\t')) return 'the columns seem to be separated by tabs: save the file with commas'
  // a column that has a meaning of its own is not a misspelt other one
  const strange = names.filter((name) => !known.has(name))
  const close = wanted.map((name) => closestName(name, strange)).find((name) => name !== undefined)
  const found = `found ${names.length <= 12 ? names.join(', ') : `${names.slice(0, 12).join(', ')}, … (${names.length})`}`
  return close === undefined ? found : `is "${close}" meant? ${found}`
}

/** The name most like `wanted`, at most a third of its letters away; undefined where none is. */
function closestName(wanted: string, names: readonly string[]): string | undefined {
  const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  const distances = names.map((name) => ({ name, distance: editDistance(plain(name), plain(wanted)) }))
  const [best] = distances.sort((a, b) => a.distance - b.distance)
  return best !== undefined && best.distance <= plain(wanted).length / 3 ? best.name : undefined
}

/** Levenshtein's distance: how many letters have to be inserted, removed or replaced. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)
      current.push(Math.min(replaced, previous[j] + 1, current[j - 1] + 1))
    }
    previous = current
  }
  return previous[b.length]
}
