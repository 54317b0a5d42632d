import {
  Bool,
  type DataType,
  Dictionary,
  Float64,
  Int32,
  Int64,
  makeBuilder,
  Table,
  tableFromIPC,
  tableToIPC,
  Utf8,
  type Vector,
} from 'apache-arrow'
import {
  Compression,
  type ReaderOptions,
  type RecordBatch,
  readParquet,
  transformParquetStream,
  Table as WasmTable,
  WriterPropertiesBuilder,
  writeParquet,
} from 'parquet-wasm'
import { messageOf } from '../core/message-of.ts'
import { type Column, type ColumnType, columnTypeOf, foreignValues, foreignVector } from './parquet-column.ts'

export type { Column, ColumnType } from './parquet-column.ts'

/** A row's cells by column name; what is undefined is null. */
export type ParquetRow = Readonly<Record<string, unknown>>

/** A table to be written, its rows wherever they come from. */
export interface ParquetRows {
  readonly columns: readonly Column[]
  readonly rows: Iterable<ParquetRow>
}

export interface ParquetTable extends ParquetRows {
  readonly rows: readonly ParquetRow[]
}

/** So many rows are held as objects and Arrow vectors at a time. */
const BATCH_ROWS = 200

/**
 * Encodes a table as Parquet (Snappy), every column nullable, to be read by pandas, pyarrow, DuckDB, polars and R (contract §8), piece by piece:
 * rows are taken as they are needed and let go, since as objects they take up thirty times as much as in the file.
 *
 * @throws Error naming the column and row of a cell that is not of its column's type
 */
export async function* encodeParquet({ columns, rows }: ParquetRows): AsyncGenerator<Uint8Array> {
  const batches = arrowBatches(columns, rows)
  const first = batches.next()
  // a stream without a batch has no columns
  if (first.done) {
    yield writeParquet(WasmTable.fromIPCStream(first.value), writerProperties())
    return
  }
  let failure: unknown
  const stream = new ReadableStream<RecordBatch>({
    start: (controller) => enqueue(controller, first.value),
    pull: (controller) => {
      try {
        const next = batches.next()
        if (next.done) controller.close()
        else enqueue(controller, next.value)
      } catch (error) {
        // on its way through the writer it would lose its message
        failure = error
        controller.error(error)
      }
    },
  })
  try {
    for await (const bytes of await transformParquetStream(stream, writerProperties())) yield bytes
  } catch (error) {
    failure ??= error
  }
  // the writer may take a stream that failed for one that ended
  if (failure !== undefined) throw failure
}

function enqueue(controller: ReadableStreamDefaultController<RecordBatch>, ipc: Uint8Array): void {
  using table = WasmTable.fromIPCStream(ipc)
  for (const batch of table.recordBatches()) controller.enqueue(batch)
}

/** The writer frees it, and holds a row group, encoded, until it is whole. */
function writerProperties() {
  return new WriterPropertiesBuilder()
    .setCompression(Compression.SNAPPY)
    .setMaxRowGroupSize(10_000)
    .setCreatedBy('otolith')
    .build()
}

/** The rows as Arrow streams of a batch each; returns the stream of an empty table. */
function* arrowBatches(
  columns: readonly Column[],
  rows: Iterable<ParquetRow>,
): Generator<Uint8Array, Uint8Array, undefined> {
  let builders = batchBuilders(columns)
  let i = 0
  for (const row of rows) {
    for (const { name, type, builder } of builders) {
      const value = convert(row[name], type)
      if (value === undefined) throw new Error(`row ${i} of column ${name} is no ${type}: ${String(row[name])}`)
      builder.append(value)
    }
    i++
    if (i % BATCH_ROWS > 0) continue
    yield arrowStream(builders)
    builders = batchBuilders(columns)
  }
  if (i % BATCH_ROWS > 0) yield arrowStream(builders)
  return arrowStream(batchBuilders(columns))
}

function batchBuilders(columns: readonly Column[]) {
  return columns.map(({ name, type }) => ({ name, type, builder: columnBuilder(type) }))
}

function arrowStream(builders: ReturnType<typeof batchBuilders>): Uint8Array {
  const vectors: Record<string, Vector> = {}
  for (const { name, builder } of builders) vectors[name] = builder.vector()
  return tableToIPC(new Table(vectors), 'stream')
}

/**
 * Decodes a Parquet file, whoever wrote it. An index that pandas stored becomes a plain column.
 *
 * @throws Error where it is no Parquet file or is damaged
 */
export function decodeParquet(bytes: Uint8Array): ParquetTable {
  const table = tableFromIPC(ipcStreamOf(bytes))
  const decoded = table.schema.fields.map(({ name, type }) => {
    const vector = table.getChild(name)
    if (vector === null) throw new Error(`the Parquet file has no column ${name}, which its schema lists`)
    const column = { name, type: columnTypeOf(type) }
    return { column, values: valuesOf(vector, column.type) }
  })
  const rows = Array.from({ length: table.numRows }, (_, i) =>
    Object.fromEntries(decoded.map(({ column, values }) => [column.name, values[i]])),
  )
  return { columns: decoded.map(({ column }) => column), rows }
}

/**
 * The cells of one column of a Parquet file without the rows around them; undefined where it has no such column.
 *
 * @throws Error where it is no Parquet file or is damaged
 */
export function parquetColumn(bytes: Uint8Array, name: string): readonly unknown[] | undefined {
  const vector = tableFromIPC(ipcStreamOf(bytes, { columns: [name] })).getChild(name)
  return vector === null ? undefined : valuesOf(vector, columnTypeOf(vector.type))
}

/**
 * `ours` laid over `theirs` by key: rows of theirs whose key ours has are replaced, all others kept, theirs first.
 *
 * Columns are ours, then those that only theirs has; where a table lacks a column its rows have null there. A column of both takes our type if every value of
 * theirs fits it unchanged, else becomes `float64`, else text.
 */
export function upsertRows(
  theirs: ParquetTable,
  ours: ParquetTable,
  key: readonly string[] = ['run_id', 'pair_id'],
): ParquetTable {
  const keyOf = (row: ParquetRow) => JSON.stringify(key.map((name) => String(row[name])))
  const replaced = new Set(ours.rows.map(keyOf))
  const rows = [...theirs.rows.filter((row) => !replaced.has(keyOf(row))), ...ours.rows]
  const theirNames = new Set(theirs.columns.map(({ name }) => name))
  const ourNames = new Set(ours.columns.map(({ name }) => name))
  const shared = ours.columns.map((column) => (theirNames.has(column.name) ? fitting(column, rows) : column))
  const columns = [...shared, ...theirs.columns.filter(({ name }) => !ourNames.has(name))]
  return { columns, rows: rows.map((row) => convertRow(row, columns)) }
}

function ipcStreamOf(bytes: Uint8Array, options: ReaderOptions = {}): Uint8Array {
  try {
    return readParquet(bytes, options).intoIPCStream()
  } catch (error) {
    const reason = messageOf(error)
    throw new Error(`the Parquet file is damaged or none at all (${reason})`, { cause: error })
  }
}

function valuesOf(vector: Vector, type: ColumnType): readonly unknown[] {
  if (typeof type === 'object') return foreignValues(vector, type.arrow)
  if (type !== 'int64') return [...vector]
  return Array.from(vector, (value: unknown) => (typeof value === 'bigint' ? plainInteger(value) : value))
}

function plainInteger(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

interface ColumnBuilder {
  append(value: unknown): void
  /** the column, once all its cells were appended */
  vector(): Vector
}

function columnBuilder(type: ColumnType): ColumnBuilder {
  if (typeof type === 'object') {
    const values: unknown[] = []
    return { append: (value) => values.push(value), vector: () => foreignVector(values, type.arrow) }
  }
  const builder = makeBuilder<DataType, null>({ type: arrowTypeOf(type), nullValues: [null] })
  const isWhole = type === 'int64'
  return {
    append: (value) => builder.append(isWhole && typeof value === 'number' ? BigInt(value) : value),
    vector: () => builder.finish().toVector(),
  }
}

function arrowTypeOf(type: Exclude<ColumnType, object>): DataType {
  switch (type) {
    case 'string':
      return new Utf8()
    case 'category':
      return new Dictionary(new Utf8(), new Int32())
    case 'float64':
      return new Float64()
    case 'int64':
      return new Int64()
    case 'bool':
      return new Bool()
  }
}

/** A column whose type holds every row's value: its own if it can. */
function fitting({ name, type }: Column, rows: readonly ParquetRow[]): Column {
  const holdsAll = (candidate: ColumnType) => rows.every((row) => convert(row[name], candidate) !== undefined)
  if (holdsAll(type)) return { name, type }
  return { name, type: type === 'int64' && holdsAll('float64') ? 'float64' : 'string' }
}

function convertRow(row: ParquetRow, columns: readonly Column[]): ParquetRow {
  return Object.fromEntries(columns.map(({ name, type }) => [name, convert(row[name], type) ?? null]))
}

/** The value as a column of that type holds it, null for a missing one; undefined where it would not be the same value. */
function convert(value: unknown, type: ColumnType): unknown {
  if (value === null || value === undefined) return null
  if (typeof type === 'object') return value
  if (type === 'string' || type === 'category') return textOf(value)
  if (type === 'bool') return typeof value === 'boolean' ? value : undefined
  if (type === 'float64') return floatOf(value)
  // a whole-number column with gaps is one of floats with NaN to pandas
  if (Number.isNaN(value)) return null
  return typeof value === 'bigint' || Number.isSafeInteger(value) ? value : undefined
}

function floatOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  return typeof value === 'bigint' && BigInt(Number(value)) === value ? Number(value) : undefined
}

/** Labels such as dates may have been numbers or booleans to pandas. */
function textOf(value: unknown): string | null {
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return Number.isNaN(value) ? null : String(value)
}
