import { cellText, integerIn, numberIn } from './cell-values.ts'
import { type CodedColumn, ColumnCoder } from './coded-column.ts'
import { ColumnProfile, type ColumnSummary, columnText } from './column-profile.ts'
import { type CsvHeader, cellOf } from './csv-header.ts'
import { type CsvRecord, fieldBytes, fieldText, recordBytes } from './csv-records.ts'
import { readCsvTable } from './csv-table.ts'
import type { EmbryoRow } from './embryo-rows.ts'
import { EMBRYO_TABLE_COLUMNS } from './embryo-table.ts'
import { type Problem, ProblemsError } from './problem.ts'
import { problemList } from './problem-list.ts'
import { raisedFlags } from './quality-flags.ts'
import { quoted } from './row-reader.ts'
import { sharedStrings } from './shared-strings.ts'

/** A row of an embryo table, with where it stands in the file, so that its mask can be read when it is asked for. */
export interface TableRow extends Omit<EmbryoRow, 'labels'> {
  /** bytes */
  readonly offset: number
  readonly byteLength: number
}

/** An embryo table without its masks: small enough to be kept, whatever the file's size. */
export interface TableIndex {
  readonly path: string
  readonly header: CsvHeader
  /** in the table's order; a frame that is there twice stands where it was first */
  readonly rows: readonly TableRow[]
  /** each embryo's rows, as indices into `rows`, in order of their frame indices */
  readonly embryos: ReadonlyMap<string, readonly number[]>
  /** all but the masks' */
  readonly columns: readonly ColumnSummary[]
  /** the cells of columns whose values repeat, by name */
  readonly kept: ReadonlyMap<string, CodedColumn>
  readonly problems: readonly Problem[]
}

/** How far reading is. */
export interface TableProgress {
  readonly readBytes: number
  readonly rowCount: number
}

/** what nobody filters by */
const MASKS = 'mask_rle'
/** a longer cell is no label */
const LONGEST_CELL_BYTES = 200
const ROWS_PER_PROGRESS = 64

/**
 * Reads an embryo table (contract §1.1) once, from end to end: its rows, and what its columns hold, without the masks.
 *
 * @throws ProblemsError where the table can't be understood
 */
export async function readTableIndex(path: string, onProgress: (progress: TableProgress) => void): Promise<TableIndex> {
  const rows: TableRow[] = []
  const problems = problemList()
  const shared = sharedStrings()
  const embryos = new Map<string, number[]>()
  let profiles: readonly { readonly profile: ColumnProfile; readonly field: number }[] = []

  const table = await readCsvTable(path, EMBRYO_TABLE_COLUMNS, (record, header) => {
    if (rows.length === 0 && profiles.length === 0) profiles = profilesOf(header)
    const row = readRow(path, record, header, shared, problems.add)
    if (row === undefined) return
    const frames = embryos.get(row.embryoId) ?? []
    const first = frames.find((index) => rows[index].frameIndex === row.frameIndex)
    if (first !== undefined) return problems.add(repeatedFrame(path, row, rows[first]))
    frames.push(rows.length)
    embryos.set(row.embryoId, frames)
    rows.push(row)
    for (const { profile, field } of profiles) addCell(profile, record, field)
    if (rows.length % ROWS_PER_PROGRESS === 0) onProgress({ readBytes: row.offset, rowCount: rows.length })
  })
  const all = [...table.problems, ...problems.all()]
  const fatal = all.filter(({ scope, severity }) => scope === 'batch' && severity === 'error')
  if (fatal.length > 0 || table.header === undefined) throw new ProblemsError(fatal)
  return {
    path,
    header: table.header,
    rows,
    embryos: inOrder(embryos, rows),
    columns: profiles.map(({ profile }) => profile.summary()),
    kept: new Map(profiles.flatMap(({ profile }) => entryOf(profile))),
    problems: all,
  }
}

/** Reads columns whose cells were not kept, in one pass over the file. */
export async function readColumns(
  { path, rows }: TableIndex,
  names: readonly string[],
): Promise<ReadonlyMap<string, CodedColumn>> {
  const coders = names.map((name) => ({ name, coder: new ColumnCoder() }))
  let next = 0
  const required = names.map((name) => [name])
  const table = await readCsvTable(path, { required, optional: [] }, (record, header) => {
    if (record.row !== rows[next]?.row) return
    next++
    for (const { name, coder } of coders) {
      const field = header.indexOf.get(name) ?? -1
      coder.add(fieldBytes(record, field) > LONGEST_CELL_BYTES ? '' : columnText(cellOf(record, header, name)))
    }
  })
  const fatal = table.problems.filter(({ severity }) => severity === 'error')
  if (fatal.length > 0) throw new ProblemsError(fatal)
  return new Map(coders.map(({ name, coder }) => [name, coder.column()]))
}

/** Index of a frame's row; undefined where the table has none. */
export function rowOfFrame({ rows, embryos }: TableIndex, embryoId: string, frameIndex: number): number | undefined {
  return embryos.get(embryoId)?.find((row) => rows[row].frameIndex === frameIndex)
}

function profilesOf(header: CsvHeader): { readonly profile: ColumnProfile; readonly field: number }[] {
  return [...header.indexOf]
    .filter(([name]) => name !== MASKS && name !== '')
    .map(([name, field]) => ({ profile: new ColumnProfile(name), field }))
}

function addCell(profile: ColumnProfile, record: CsvRecord, field: number): void {
  if (profile.isSettled) return
  if (fieldBytes(record, field) > LONGEST_CELL_BYTES) profile.addLong()
  else profile.add(fieldText(record, field))
}

function entryOf(profile: ColumnProfile): [string, CodedColumn][] {
  const column = profile.column()
  return column ? [[profile.name, column]] : []
}

function readRow(
  path: string,
  record: CsvRecord,
  header: CsvHeader,
  shared: (text: string) => string,
  report: (problem: Problem) => void,
): TableRow | undefined {
  const text = (column: string) => cellText(cellOf(record, header, column))
  const warn = (column: string, kind: string, consequence: string) => {
    const message = `${quoted(text(column) ?? '')} cannot be used: ${consequence}`
    report({ severity: 'warning', scope: 'pair', kind, file: path, row: record.row, column, message })
  }
  const embryoId = text('embryo_id')
  const frameIndex = integerIn(text('frame_index') ?? '')
  const stage = text('predicted_stage_hpf')
  const stageHpf = numberIn(stage ?? '')
  if (embryoId === undefined) warn('embryo_id', 'missing-value', 'the row is left out')
  else if (frameIndex === undefined) warn('frame_index', 'bad-integer', 'the row is left out')
  if (embryoId === undefined || frameIndex === undefined) return undefined
  if (stage !== undefined && stageHpf === undefined) warn('predicted_stage_hpf', 'bad-number', 'the row has no stage')
  return {
    row: record.row,
    embryoId: shared(embryoId),
    frameIndex,
    stageHpf,
    flags: raisedFlags((flag) => cellOf(record, header, flag)),
    offset: record.offset,
    byteLength: recordBytes(record),
  }
}

function repeatedFrame(file: string, { embryoId, frameIndex, row }: TableRow, first: TableRow): Problem {
  return {
    severity: 'warning',
    scope: 'pair',
    kind: 'double-frame',
    file,
    row,
    column: 'frame_index',
    message: `frame ${frameIndex} of embryo ${quoted(embryoId)} is in row ${first.row} too: remove one of the rows`,
  }
}

function inOrder(embryos: ReadonlyMap<string, number[]>, rows: readonly TableRow[]): ReadonlyMap<string, number[]> {
  for (const frames of embryos.values()) frames.sort((a, b) => rows[a].frameIndex - rows[b].frameIndex)
  return embryos
}
