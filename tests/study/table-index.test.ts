import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { textIn } from '../../src/study/coded-column.ts'
import { MOST_DISTINCT } from '../../src/study/column-profile.ts'
import { encodeCsv } from '../../src/study/csv-text.ts'
import { readFramesAt } from '../../src/study/embryo-frames-at.ts'
import { frameKey, readEmbryoTable } from '../../src/study/embryo-table.ts'
import { ProblemsError } from '../../src/study/problem.ts'
import { readColumns, readTableIndex, rowOfFrame } from '../../src/study/table-index.ts'
import { tempDir, tempFile } from '../support/temp-dir.ts'

const HEADER = [
  ...['embryo_id', 'frame_index', 'mask_rle', 'Height (um)', 'Height (px)', 'Width (um)', 'Width (px)'],
  ...['predicted_stage_hpf', 'genotype', 'experiment_date', 'dead_flag', 'note'],
]
const SCALE = [100, 10, 200, 20]
const row = (
  id: string,
  frame: number | string,
  rest: readonly (string | number)[] = [28, 'wt', '20260105.0', 'False', ''],
) => [...[id, frame, `mask of ${id} ${frame}`], ...SCALE, ...rest]
const write = (rows: readonly (readonly (string | number | undefined)[])[], name = 'table.csv') =>
  tempFile(name, encodeCsv(HEADER, rows))
const indexOf = (path: string) => readTableIndex(path, () => {})

describe('readTableIndex', () => {
  test('says what each column holds, the masks aside', async () => {
    const path = write([
      row('e1', 0, [28, 'wt', '20260105.0', 'False', 'a']),
      row('e1', 1, [29.5, 'wt', '20260105.0', 'True', 'b']),
      row('e2', 0, ['', 'mut', '20260106.0', '', '']),
    ])
    const { columns, embryos, rows } = await indexOf(path)
    const byName = new Map(columns.map(({ name, ...rest }) => [name, rest]))
    expect(byName.has('mask_rle')).toBe(false)
    expect(byName.get('genotype')).toEqual({
      kind: 'text',
      distinctCount: 2,
      values: [
        { value: 'wt', rowCount: 2 },
        { value: 'mut', rowCount: 1 },
      ],
    })
    expect(byName.get('experiment_date')).toMatchObject({
      kind: 'number',
      values: [{ value: '20260105', rowCount: 2 }, {}],
    })
    expect(byName.get('predicted_stage_hpf')).toMatchObject({ kind: 'number', distinctCount: 2 })
    expect(byName.get('dead_flag')).toMatchObject({ kind: 'flag', distinctCount: 2 })
    expect(rows.map(({ flags }) => flags)).toEqual([[], ['dead_flag'], []])
    expect([...embryos]).toEqual([
      ['e1', [0, 1]],
      ['e2', [2]],
    ])
  })

  test('a row that names no frame is left out, and so is a frame that is there again, each with a warning', async () => {
    const path = write([row('e1', 0), row('', 1), row('e1', 'x'), row('e1', 0), row('e1', 2)])
    const { rows, problems } = await indexOf(path)
    expect(rows.map((one) => [one.row, one.frameIndex])).toEqual([
      [2, 0],
      [6, 2],
    ])
    expect(problems.map(({ kind, row, severity }) => [kind, row, severity])).toEqual([
      ['missing-value', 3, 'warning'],
      ['bad-integer', 4, 'warning'],
      ['double-frame', 5, 'warning'],
    ])
  })

  test('a table that cannot be understood is refused with every reason', async () => {
    const path = tempFile('table.csv', 'embryo,frame_index\ne1,0\n')
    await expect(indexOf(path)).rejects.toThrow(ProblemsError)
    await expect(indexOf(path)).rejects.toThrow(/embryo_id[\s\S]*mask_rle/)
    await expect(indexOf(`${path}.gone`)).rejects.toThrow(/no such file/)
  })

  test('cells of a column with too many values are read again when they are asked for, row by row the same', async () => {
    const count = MOST_DISTINCT + 10
    const texts = Array.from({ length: count }, (_, i) => `note ${i}`)
    const rows = texts.map((text, i) => row(`e${i % 7}`, i, [i / 100, 'wt', '', '', text]))
    const index = await indexOf(write([...rows.slice(0, 3), row('', 3), ...rows.slice(3)]))
    expect(index.kept.has('note')).toBe(false)
    expect(index.columns.find(({ name }) => name === 'note')).toMatchObject({ kind: 'text', values: [] })
    expect(index.columns.find(({ name }) => name === 'predicted_stage_hpf')).toMatchObject({
      kind: 'number',
      values: [],
    })
    const note = (await readColumns(index, ['note', 'genotype'])).get('note')
    expect(note && texts.map((_, i) => textIn(note, i))).toEqual(texts)
  })

  test('tells how far it is', async () => {
    const seen: number[] = []
    await readTableIndex(write(Array.from({ length: 300 }, (_, i) => row('e', i))), ({ rowCount }) =>
      seen.push(rowCount),
    )
    expect(seen).toEqual([64, 128, 192, 256])
  })
})

describe('readFramesAt', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', '𝄞', '"', ',', '\n', ' ') })

  test('whatever the cells, and in whatever order, gives the frames that a reading of the whole table gives', async () => {
    const dir = tempDir()
    await fc.assert(
      fc.asyncProperty(
        fc.array(cell, { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        fc.infiniteStream(fc.nat()),
        async (notes, bom, order) => {
          const rows = notes.map((note, i) => row(`e${i % 3}`, i, [20 + i, note, '', '', note]))
          const path = tempFile('table.csv', (bom ? '\ufeff' : '') + encodeCsv(HEADER, rows), dir)
          const index = await indexOf(path)
          const wanted = index.rows.map(({ embryoId, frameIndex }) => ({ embryoId, frameIndex }))
          const { frames } = await readEmbryoTable(path, wanted)
          const asked = notes.map(() => order.next().value % notes.length)
          const read = await readFramesAt(index, asked)
          expect(read).toEqual(asked.map((i) => frames.get(frameKey(`e${i % 3}`, i))))
          expect(asked.every((i) => rowOfFrame(index, `e${i % 3}`, i) === i)).toBe(true)
        },
      ),
    )
  })

  test('a file that changed since is refused', async () => {
    const dir = tempDir()
    const path = tempFile('table.csv', encodeCsv(HEADER, [row('e1', 0), row('e2', 0)]), dir)
    const index = await indexOf(path)
    tempFile('table.csv', encodeCsv(HEADER, [row('e2', 0), row('e1', 0)]), dir)
    await expect(readFramesAt(index, [1])).rejects.toThrow(/changed while it was read/)
    tempFile('table.csv', encodeCsv(HEADER, [row('e1', 0)]), dir)
    await expect(readFramesAt(index, [1])).rejects.toThrow(/changed while it was read/)
  })
})
