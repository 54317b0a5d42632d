import type { RowQuery } from '../api/data-contract.ts'
import { booleanIn, numberIn } from '../study/cell-values.ts'
import { type CodedColumn, codedColumn } from '../study/coded-column.ts'
import { frameKey } from '../study/embryo-table.ts'
import { refusal } from '../study/problem.ts'
import { readColumns, type TableRow } from '../study/table-index.ts'
import type { StudyFrames } from './frames-at-hand.ts'
import type { OpenTable } from './open-tables.ts'

type Filter = NonNullable<RowQuery['filters']>[number]

/** columns that were not kept with the table, and had to be read again or put together */
const MOST_COLUMNS = 24
const MOST_ANSWERS = 8

/** Columns of lists: a value is any of what its semicolons part. */
const LISTS: ReadonlySet<string> = new Set(['table_flags', 'quality_flags', 'corrected'])

/** Answers which of a table's rows a query wants, in which order; the last answers and columns are kept. */
export class RowQueries {
  readonly #answers = new WeakMap<OpenTable, Map<string, Promise<Uint32Array>>>()
  readonly #columns = new WeakMap<OpenTable, Map<string, Promise<CodedColumn>>>()

  /** @returns indices into the table's rows */
  rows(frames: StudyFrames, query: RowQuery): Promise<Uint32Array> {
    const answers = this.#answers.get(frames.table) ?? new Map<string, Promise<Uint32Array>>()
    this.#answers.set(frames.table, answers)
    return kept(answers, MOST_ANSWERS, answerKey(frames, query), () => this.#answer(frames, query))
  }

  /**
   * A column's cells, or what is known of the rows besides (`excluded`, `quality_flags`, …).
   *
   * @throws ProblemsError where there is no such column
   */
  async column(frames: StudyFrames, name: string): Promise<CodedColumn> {
    const { index } = frames.table
    const found = FOUND.get(name)
    if (found) return codedColumn(index.rows.length, (row) => found(frames, row))
    const columns = this.#columns.get(frames.table) ?? new Map<string, Promise<CodedColumn>>()
    this.#columns.set(frames.table, columns)
    const ofRow = OF_ROW.get(name)
    if (ofRow) {
      return kept(columns, MOST_COLUMNS, name, async () =>
        codedColumn(index.rows.length, (row) => ofRow(index.rows[row])),
      )
    }
    const known = index.kept.get(name)
    if (known) return known
    if (!index.header.indexOf.has(name)) {
      throw refusal('missing-column', `the table has no column ${JSON.stringify(name)}`, index.path)
    }
    return kept(columns, MOST_COLUMNS, name, async () => {
      const column = (await readColumns(index, [name])).get(name)
      return column ?? codedColumn(0, () => '')
    })
  }

  async #answer(frames: StudyFrames, query: RowQuery): Promise<Uint32Array> {
    const rowCount = frames.table.index.rows.length
    const wanted = new Uint8Array(rowCount).fill(1)
    for (const filter of query.filters ?? []) {
      const column = await this.column(frames, filter.column)
      keepOnly(wanted, column, predicateOf(filter))
    }
    const search = query.search?.trim().toLowerCase() ?? ''
    if (search !== '') await this.#search(frames, query, search, wanted)
    const order = query.sort ? ranks(await this.column(frames, query.sort.column), query.sort.descending) : undefined
    return ordered(wanted, order)
  }

  async #search(frames: StudyFrames, query: RowQuery, search: string, wanted: Uint8Array): Promise<void> {
    const found = new Uint8Array(wanted.length)
    for (const name of new Set(['embryo_id', ...(query.columns ?? [])])) {
      const { values, codes } = await this.column(frames, name)
      const hits = values.map((value) => value.toLowerCase().includes(search))
      for (let row = 0; row < found.length; row++) if (hits[codes[row]]) found[row] = 1
    }
    for (let row = 0; row < wanted.length; row++) wanted[row] &= found[row]
  }
}

/** What a row itself is known by, as text. */
const OF_ROW: ReadonlyMap<string, (row: TableRow) => string> = new Map([
  ['embryo_id', ({ embryoId }) => embryoId],
  ['frame_index', ({ frameIndex }) => String(frameIndex)],
  ['stage_hpf', ({ stageHpf }) => String(stageHpf ?? '')],
  ['table_flags', ({ flags }) => flags.join(';')],
])

/** What was decided or found of a row, as text. */
const FOUND: ReadonlyMap<string, (frames: StudyFrames, row: number) => string> = new Map([
  ['excluded', (frames, row) => frames.decisions.get(keyAt(frames, row))?.excludedBecause ?? ''],
  ['corrected', (frames, row) => correctedText(frames, row)],
  ['quality_flags', (frames, row) => flagKinds(frames, keyAt(frames, row))?.join(';') ?? ''],
  ['orientation_uncertain', (frames, row) => uncertainText(frames, row)],
])

/** The kinds of what was found of a frame, each once; undefined until it was checked. */
export function flagKinds({ checks }: StudyFrames, key: string): readonly string[] | undefined {
  const finding = checks.finding(key)
  return finding && [...new Set(finding.flags.map(({ kind }) => kind))]
}

function keyAt({ table }: StudyFrames, row: number): string {
  const { embryoId, frameIndex } = table.index.rows[row]
  return frameKey(embryoId, frameIndex)
}

function correctedText(frames: StudyFrames, row: number): string {
  const correction = frames.decisions.get(keyAt(frames, row))?.correction
  if (!correction) return ''
  const { turned, flipped } = correction
  return [...(turned ? ['turned'] : []), ...(flipped ? ['flipped'] : [])].join(';') || 'as placed'
}

function uncertainText(frames: StudyFrames, row: number): string {
  const key = keyAt(frames, row)
  if (frames.decisions.get(key)?.correction) return 'False'
  const finding = frames.checks.finding(key)
  return finding === undefined ? '' : finding.orientationUncertain ? 'True' : 'False'
}

/** Decisions and findings count only where the query asks for them: a check goes on while one scrolls. */
function answerKey({ decisionsVersion, checks }: StudyFrames, query: RowQuery): string {
  const { search, filters, sort, columns } = query
  const asked = [...(filters ?? []), ...(sort ? [sort] : [])].map(({ column }) => column)
  const isSearched = search !== undefined && search.trim() !== ''
  return JSON.stringify([
    search,
    filters,
    sort,
    isSearched ? columns : null,
    asked.some((name) => ['excluded', 'corrected', 'orientation_uncertain'].includes(name)) ? decisionsVersion : null,
    asked.some((name) => ['quality_flags', 'orientation_uncertain'].includes(name)) ? checks.version : null,
  ])
}

function keepOnly(wanted: Uint8Array, { values, codes }: CodedColumn, predicate: (text: string) => boolean): void {
  const holds = Uint8Array.from(values, (value) => Number(predicate(value)))
  for (let row = 0; row < wanted.length; row++) wanted[row] &= holds[codes[row]]
}

function predicateOf({ column, comparison, value }: Filter): (text: string) => boolean {
  const partsOf = LISTS.has(column) ? (text: string) => text.split(';') : (text: string) => [text]
  const number = numberIn(value.trim())
  const compared = (holds: (difference: number) => boolean) => (text: string) => {
    const own = numberIn(text)
    return own !== undefined && number !== undefined && holds(own - number)
  }
  switch (comparison) {
    case 'is':
      return (text) => partsOf(text).some((part) => isSame(part, value))
    case 'is-not':
      return (text) => !partsOf(text).some((part) => isSame(part, value))
    case 'contains':
      return (text) => text.toLowerCase().includes(value.toLowerCase())
    case 'at-least':
      return compared((difference) => difference >= 0)
    case 'at-most':
      return compared((difference) => difference <= 0)
    case 'is-empty':
      return (text) => text === ''
    case 'is-not-empty':
      return (text) => text !== ''
  }
}

/** The same text, number or boolean: 30 and 30.0, True and 1. */
function isSame(text: string, value: string): boolean {
  if (text === value) return true
  const [a, b] = [numberIn(text), numberIn(value)]
  if (a !== undefined || b !== undefined) return a === b
  const flag = booleanIn(text)
  return flag !== undefined && flag === booleanIn(value)
}

/** By code, where its value stands among the others: numbers by size before texts by letters, missing values last whatever the direction. */
function ranks({ values, codes }: CodedColumn, descending: boolean): { of(row: number): number } {
  const numbers = values.map((value) => numberIn(value))
  const sorted = [...values.keys()].slice(1).sort((a, b) => {
    const [x, y] = [numbers[a], numbers[b]]
    if (x !== undefined && y !== undefined) return x - y
    if (x !== undefined || y !== undefined) return x === undefined ? 1 : -1
    return values[a] < values[b] ? -1 : 1
  })
  if (descending) sorted.reverse()
  const rankOf = new Uint32Array(values.length).fill(values.length)
  sorted.forEach((code, rank) => {
    rankOf[code] = rank
  })
  return { of: (row) => rankOf[codes[row]] }
}

/** Rows of one rank stay in the table's order. */
function ordered(wanted: Uint8Array, order: { of(row: number): number } | undefined): Uint32Array {
  const rows = Uint32Array.from(wanted.keys()).filter((row) => wanted[row] === 1)
  if (!order) return rows
  // a typed array of numbers is sorted without calling back
  const keys = Float64Array.from(rows, (row) => order.of(row) * wanted.length + row).sort()
  return Uint32Array.from(keys, (key) => key % wanted.length)
}

/** The value of a key, made where it is not at hand; the one used longest ago makes room, and one that failed is forgotten. */
function kept<Value>(
  values: Map<string, Promise<Value>>,
  most: number,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const value = values.get(key) ?? make()
  values.delete(key)
  values.set(key, value)
  const [oldest = ''] = values.keys()
  if (values.size > most) values.delete(oldest)
  value.catch(() => values.delete(key))
  return value
}
