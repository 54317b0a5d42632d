import {
  DateDay,
  Decimal,
  Duration,
  Field,
  Float32,
  Int8,
  Int64,
  LargeUtf8,
  List,
  Null,
  Table,
  TimestampNanosecond,
  TimeUnit,
  tableFromIPC,
  tableToIPC,
  vectorFromArray,
} from 'apache-arrow'
import fc from 'fast-check'
import { readParquet, Table as WasmTable, writeParquet } from 'parquet-wasm'
import { describe, expect, test } from 'vitest'
import {
  type Column,
  decodeParquet,
  encodeParquet,
  type ParquetRows,
  type ParquetTable,
  upsertRows,
} from '../../src/study/parquet-table.ts'

const COLUMNS: readonly Column[] = [
  { name: 'run_id', type: 'category' },
  { name: 'pair_id', type: 'string' },
  { name: 'cost', type: 'float64' },
  { name: 'iterations', type: 'int64' },
  { name: 'success', type: 'bool' },
]

/** A table's file in one piece. */
async function encoded(table: ParquetRows): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of encodeParquet(table)) pieces.push(piece)
  return Buffer.concat(pieces)
}

const nullable = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null })
const anyRow = fc.record({
  run_id: nullable(fc.constantFrom('r1', 'r2', 'é')),
  pair_id: nullable(fc.string({ unit: 'grapheme' })),
  cost: nullable(fc.double()),
  iterations: nullable(fc.maxSafeInteger()),
  success: nullable(fc.boolean()),
})

describe('encodeParquet, decodeParquet', () => {
  test('any table comes back, NaN as NaN and null as null', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { maxLength: 20 }), async (rows) => {
        const table = { columns: COLUMNS, rows }
        expect(decodeParquet(await encoded(table))).toEqual({ columns: COLUMNS, rows: rows.map((row) => ({ ...row })) })
      }),
    )
  })

  test('a missing cell is null, a bigint too large for a number stays one', async () => {
    const columns = [{ name: 'n', type: 'int64' }] as const
    const { rows } = decodeParquet(await encoded({ columns, rows: [{}, { n: 2n ** 60n + 1n }, { n: 5n }] }))
    expect(rows).toEqual([{ n: null }, { n: 2n ** 60n + 1n }, { n: 5 }])
  })

  test('a cell of the wrong type names its column and row', async () => {
    const columns = [{ name: 'cost', type: 'float64' }] as const
    await expect(encoded({ columns, rows: [{ cost: 1 }, { cost: 'x' }] })).rejects.toThrow('row 1 of column cost')
    await expect(encoded({ columns: [{ name: 'n', type: 'int64' }], rows: [{ n: 1.5 }] })).rejects.toThrow('column n')
    await expect(encoded({ columns: [{ name: 'b', type: 'bool' }], rows: [{ b: 1 }] })).rejects.toThrow('column b')
    const late = Array.from({ length: 1001 }, (_, i) => ({ cost: i < 1000 ? i : 'x' }))
    await expect(encoded({ columns, rows: late })).rejects.toThrow('row 1000 of column cost')
  })

  test('many rows come back in their order, though they are written in batches', async () => {
    const rows = Array.from({ length: 1234 }, (_, i) => ({
      run_id: `r${i % 3}`,
      pair_id: i % 7 === 0 ? null : `p${i}`,
      cost: i / 3,
      iterations: i,
      success: i % 2 === 0,
    }))
    expect(decodeParquet(await encoded({ columns: COLUMNS, rows }))).toEqual({ columns: COLUMNS, rows })
  })

  test('damaged files are refused', async () => {
    const bytes = await encoded({ columns: COLUMNS, rows: [] })
    expect(() => decodeParquet(bytes.subarray(0, bytes.length - 9))).toThrow(/damaged or none at all/)
    expect(() => decodeParquet(Uint8Array.of(1, 2, 3))).toThrow(/damaged or none at all/)
  })

  test('the Arrow types are plain and nullable', async () => {
    const bytes = await encoded({ columns: COLUMNS, rows: [{ run_id: 'a', cost: 1, success: true }] })
    const { fields } = tableFromIPC(readParquet(bytes).intoIPCStream()).schema
    expect(fields.map(({ type, nullable }) => `${type} ${nullable}`)).toEqual([
      'Dictionary<Int32, Utf8> true',
      'Utf8 true',
      'Float64 true',
      'Int64 true',
      'Bool true',
    ])
  })
})

/** A file as another program may have written it, with types that ours never has. */
function foreignFile(): Uint8Array {
  const table = new Table({
    run_id: vectorFromArray(['orig', 'orig', 'orig'], new LargeUtf8()),
    pair_id: vectorFromArray(['a', 'b', 'c'], new LargeUtf8()),
    cost: vectorFromArray([1.5, Number.NaN, null]),
    rank: vectorFromArray([1, Number.NaN, 3]),
    date: vectorFromArray([20251113n, 20251114n, null], new Int64()),
    converged: vectorFromArray([null, null, null], new Null()),
    when: vectorFromArray([1735689600123456789n, null, 7n], new Int64()),
    took: vectorFromArray([1n, null, 3n], new Duration(TimeUnit.NANOSECOND)),
    day: vectorFromArray([new Date('2025-11-13'), null, new Date('2025-11-14')], new DateDay()),
    small: vectorFromArray([-1, null, 3], new Int8()),
    single: vectorFromArray([0.1, null, Number.NaN], new Float32()),
    list: vectorFromArray([[1n, 2n], null, []], new List(new Field('item', new Int64()))),
    amount: vectorFromArray([Uint32Array.of(5, 0, 0, 0), null, Uint32Array.of(7, 0, 0, 0)], new Decimal(2, 10, 128)),
  })
  return writeParquet(WasmTable.fromIPCStream(tableToIPC(table, 'stream')))
}

/** The cells as the file holds them, times as stored. */
function storedCells(bytes: Uint8Array, column: string): unknown {
  const table = tableFromIPC(readParquet(bytes).intoIPCStream())
  return JSON.stringify(table.getChild(column)?.toJSON(), (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  )
}

describe("another program's columns", () => {
  test('keep type and values through reading and writing', async () => {
    const theirs = foreignFile()
    const rewritten = await encoded(decodeParquet(theirs))
    const types = (bytes: Uint8Array) =>
      tableFromIPC(readParquet(bytes).intoIPCStream()).schema.fields.map(({ name, type }) => `${name} ${type}`)
    const plain = types(theirs).map((column) => column.replace('LargeUtf8', 'Utf8'))
    expect(types(rewritten)).toEqual(plain)
    for (const column of ['when', 'took', 'day', 'small', 'single', 'list', 'amount', 'cost']) {
      expect(storedCells(rewritten, column)).toEqual(storedCells(theirs, column))
    }
  })

  test('nanoseconds are not rounded', async () => {
    const type = new TimestampNanosecond()
    const column = { name: 'when', type: { arrow: type } }
    const bytes = await encoded({ columns: [column], rows: [{ when: 1735689600123456789n }, { when: null }] })
    const { columns, rows } = decodeParquet(bytes)
    expect(columns.map(({ type }) => (typeof type === 'object' ? String(type.arrow) : type))).toEqual([String(type)])
    expect(rows).toEqual([{ when: 1735689600123456789n }, { when: null }])
  })
})

describe('upsertRows', () => {
  const ours: ParquetTable = {
    columns: [
      ...COLUMNS,
      { name: 'rank', type: 'int64' },
      { name: 'date', type: 'category' },
      { name: 'converged', type: 'bool' },
      { name: 'small', type: 'int64' },
    ],
    rows: [
      { run_id: 'mine', pair_id: 'a', cost: 2, rank: 9, date: '20251120', converged: true, small: 4 },
      { run_id: 'orig', pair_id: 'b', cost: 3 },
    ],
  }

  test('replaces rows by key, keeps the others, and adds what is new', () => {
    const { rows } = upsertRows(decodeParquet(foreignFile()), ours)
    expect(rows.map((row) => [row.run_id, row.pair_id, row.cost])).toEqual([
      ['orig', 'a', 1.5],
      ['orig', 'c', null],
      ['mine', 'a', 2],
      ['orig', 'b', 3],
    ])
  })

  test('columns: ours first and of our type where nothing is lost, theirs after them as they were', async () => {
    const merged = upsertRows(decodeParquet(foreignFile()), ours)
    const types = Object.fromEntries(
      merged.columns.map(({ name, type }) => [name, typeof type === 'object' ? String(type.arrow) : type]),
    )
    expect(types).toMatchObject({
      rank: 'int64',
      date: 'category',
      converged: 'bool',
      small: 'int64',
      took: 'Duration<NANOSECOND>',
    })
    expect(merged.columns.slice(0, ours.columns.length).map(({ name }) => name)).toEqual(
      ours.columns.map(({ name }) => name),
    )
    expect(merged.rows[0]).toMatchObject({ rank: 1, date: '20251113', converged: null, small: -1, iterations: null })
    expect(merged.rows[2]).toMatchObject({ day: null, list: null })
    expect(decodeParquet(await encoded(merged)).rows).toEqual(merged.rows)
  })

  test('a type that would lose something gives way to a wider one', () => {
    const table = (type: Column['type'], value: unknown): ParquetTable => ({
      columns: [
        { name: 'id', type: 'string' },
        { name: 'x', type },
      ],
      rows: [{ id: String(value), x: value }],
    })
    const widened = (theirs: ParquetTable, mine: ParquetTable) => {
      const { columns, rows } = upsertRows(theirs, mine, ['id'])
      return [columns[1]?.type, ...rows.map(({ x }) => x)]
    }
    expect(widened(table('float64', 1.5), table('int64', 2))).toEqual(['float64', 1.5, 2])
    expect(widened(table('string', 'n/a'), table('float64', 0.5))).toEqual(['string', 'n/a', '0.5'])
    expect(widened(table('bool', true), table('category', 'yes'))).toEqual(['category', 'True', 'yes'])
    expect(widened(table('int64', 2n ** 60n + 1n), table('float64', 1))).toEqual(['string', '1152921504606846977', '1'])
  })

  test('laid over itself a table is the same; rows of others never change', () => {
    const row = anyRow.map((cells) => ({ ...cells, run_id: cells.run_id ?? 'r', pair_id: cells.pair_id ?? 'p' }))
    const table = fc
      .uniqueArray(row, { selector: ({ run_id, pair_id }) => JSON.stringify([run_id, pair_id]), maxLength: 8 })
      .map((rows): ParquetTable => ({ columns: COLUMNS, rows }))
    fc.assert(
      fc.property(table, table, (theirs, mine) => {
        expect(upsertRows(mine, mine)).toEqual(mine)
        const merged = upsertRows(theirs, mine)
        expect(merged.rows.slice(merged.rows.length - mine.rows.length)).toEqual(mine.rows)
        expect(upsertRows(merged, mine)).toEqual(merged)
      }),
    )
  })
})
