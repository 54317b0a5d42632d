import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CsvError, fieldText, readCsvRecords } from '../../src/study/csv-records.ts'
import { encodeCsv } from '../../src/study/csv-text.ts'
import { tempDir, tempFile } from '../support/temp-dir.ts'

async function read(path: string): Promise<{ row: number; fields: string[] }[]> {
  const all: { row: number; fields: string[] }[] = []
  for await (const records of readCsvRecords(path)) {
    for (const record of records) {
      all.push({ row: record.row, fields: Array.from({ length: record.fieldCount }, (_, i) => fieldText(record, i)) })
    }
  }
  return all
}

const fieldsOf = async (content: string | Uint8Array) =>
  (await read(tempFile('t.csv', content))).map(({ fields }) => fields)

describe('readCsvRecords', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', '𝄞', '"', ',', '\n', '\r', ' ', ';', '') })
  const table = fc
    .nat(4)
    .chain((extra) => fc.array(fc.array(cell, { minLength: extra + 2, maxLength: extra + 2 }), { minLength: 1 }))
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  const lineEnd = fc.constantFrom('\n', '\r\n')

  test('any table, however quoted, reads as csv-parse reads it', async () => {
    const dir = tempDir()
    await fc.assert(
      fc.asyncProperty(
        table,
        lineEnd,
        fc.boolean(),
        fc.boolean(),
        fc.func(fc.boolean()),
        async (rows, end, bom, closed, always) => {
          const encode = (text: string) => (/[",\r\n]/.test(text) || always(text) ? quoted(text) : text)
          const text =
            (bom ? '\ufeff' : '') + rows.map((row) => row.map(encode).join(',')).join(end) + (closed ? end : '')
          const path = tempFile('t.csv', text, dir)
          const expected = parse(text, { bom: true, record_delimiter: end })
          expect((await read(path)).map(({ fields }) => fields)).toEqual(expected)
          expect(expected).toEqual(rows)
        },
      ),
    )
  })

  test('what encodeCsv writes reads back', async () => {
    const dir = tempDir()
    await fc.assert(
      fc.asyncProperty(table, async ([header = [], ...rows]) => {
        const path = tempFile('t.csv', encodeCsv(header, rows), dir)
        expect((await read(path)).map(({ fields }) => fields)).toEqual([header, ...rows])
      }),
    )
  })

  test('records longer than a read, and cut by it anywhere, are whole', async () => {
    const long = 'x'.repeat(3_000_000)
    for (const shift of [0, 1, 2, 3]) {
      const line = `${'s'.repeat(shift)},"a""\r\n${long}",é\r\n`
      const fields = await fieldsOf(`a,b,c\r\n${line.repeat(3)}`)
      const expected = ['s'.repeat(shift), `a"\r\n${long}`, 'é']
      expect(fields.length).toBe(4)
      expect(fields.slice(1).every((row) => row.every((text, i) => text === expected[i]))).toBe(true)
    }
  })

  test('CRLF and quotes that fall on the boundary between two reads are not torn', async () => {
    // 2^20 bytes are read at once
    for (let shift = -4; shift <= 2; shift++) {
      const filler = 'x'.repeat(2 ** 20 - 8 + shift)
      const text = `h,${filler}\r\n"q""",2\r\n3,4`
      expect((await fieldsOf(text)).slice(1)).toEqual([
        ['q"', '2'],
        ['3', '4'],
      ])
    }
  })

  test('rows count as in a spreadsheet: empty ones too, a quoted line break not', async () => {
    const records = await read(tempFile('t.csv', 'a,b\n\n"1\n1",2\n\r\n3,4\n'))
    expect(records).toEqual([
      { row: 1, fields: ['a', 'b'] },
      { row: 3, fields: ['1\n1', '2'] },
      { row: 5, fields: ['3', '4'] },
    ])
  })

  test('old line ends, trailing commas and inner quotes are taken as they are meant', async () => {
    expect(await fieldsOf('a,b\r1,2\r')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ])
    expect(await fieldsOf('a,b,\n1,,')).toEqual([
      ['a', 'b', ''],
      ['1', '', ''],
    ])
    expect(await fieldsOf('a\n5" dish')).toEqual([['a'], ['5" dish']])
    expect(await fieldsOf('')).toEqual([])
  })

  test.each([
    ['zip', 'PK\x03\x04rest', /Excel workbook/],
    ['gzip', '\x1f\x8b\x08', /gzip/],
    ['parquet', 'PAR1', /Parquet/],
    ['UTF-16', '\xff\xfea\0', /UTF-16/],
    ['zero bytes', 'a,b\n1,\0', /no text/],
    ['a quote left open', 'a,b\n1,2\n"3,4\n5,6\n', /never closed/],
    ['an inner quote that is not doubled', 'a,b\n1,2\n"{"shape": [1]}",2\n', /not match, near .*inside a quoted field/],
  ])('%s is refused', async (_, content, message) => {
    const path = tempFile('t.csv', Buffer.from(content, 'latin1'))
    const error: unknown = await read(path).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(CsvError)
    expect(error).toMatchObject({ message: expect.stringMatching(message) })
  })

  test('a quoting fault names its row', async () => {
    const path = tempFile('t.csv', 'a,b\n"1\n1",2\n"3"x,4\n')
    await expect(read(path)).rejects.toMatchObject({ row: 3 })
  })
})
