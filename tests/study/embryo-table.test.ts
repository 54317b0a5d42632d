import { closeSync, openSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readEmbryoRows } from '../../src/study/embryo-rows.ts'
import { frameKey, readEmbryoTable } from '../../src/study/embryo-table.ts'
import type { Problem } from '../../src/study/problem.ts'
import { sharedDir, sharedFile } from '../support/shared.ts'
import { tempDir, tempFile } from '../support/temp-dir.ts'

const HEADER =
  'embryo_id,frame_index,mask_rle,mask_height_px,mask_width_px,Height (um),Height (px),Width (um),Width (px)'
const e1 = { embryoId: 'e1', frameIndex: 1 }

const table = (...lines: string[]) => tempFile('table.csv', `${lines.join('\n')}\n`)

/** The one frame e1/1 of a table, and the problems without the file's name. */
async function readOne(path: string) {
  const { frames, problems } = await readEmbryoTable(path, [e1])
  return { frame: frames.get(frameKey('e1', 1)), problems: problems.map(withoutFile) }
}

const withoutFile = ({ file: _, message: __, ...rest }: Problem) => rest

describe('readEmbryoTable', () => {
  test('finds the wanted frames and takes what the table says of them', async () => {
    const optional = 'experiment_date,experiment_id,well,time_int,image_id,snip_id,relative_time_s,raw_time_s,genotype'
    const path = table(
      `${HEADER},${optional},predicted_stage_hpf,mean_curvature_per_um,dead_flag,zygosity`,
      'e1,0,RLE0,10,20,100,10,200,20,d,x,A01,0,,,,,,,,,',
      'e1,1,RLE1,10,20,50,10,100,20,20251113.0,exp,A01,20.0,img,snip,14400,1e4,wt,28.25,-0.001,False,hom',
      'e2,1,RLE2,10,20,100,10,200,20,d,x,A02,1,,,,,,,,True,',
    )
    const { frames, problems } = await readEmbryoTable(path, [
      e1,
      { embryoId: 'e2', frameIndex: 1 },
      { embryoId: 'e3', frameIndex: 1 },
    ])
    expect(problems).toEqual([])
    expect([...frames.keys()]).toEqual([frameKey('e1', 1), frameKey('e2', 1)])
    expect(frames.get(frameKey('e1', 1))).toMatchObject({
      embryoId: 'e1',
      frameIndex: 1,
      row: 3,
      mask: { kind: 'text', text: 'RLE1', heightPx: 10, widthPx: 20 },
      umPerPx: 5,
      experimentDate: '20251113',
      experimentId: 'exp',
      well: 'A01',
      timeInt: 20,
      imageId: 'img',
      snipId: 'snip',
      relativeTimeSec: 14400,
      rawTimeSec: 10_000,
      genotype: 'wt',
      predictedStageHpf: 28.25,
      meanCurvaturePerUm: -0.001,
      flags: [],
      cells: { zygosity: 'hom', frame_index: '1' },
    })
    expect(frames.get(frameKey('e2', 1))).toMatchObject({ flags: ['dead_flag'], genotype: undefined })
    expect(frames.get(frameKey('e1', 1))?.cells).not.toHaveProperty('mask_rle')
  })

  test('byte order mark, CRLF, quoted line breaks and JSON masks', async () => {
    const path = tempFile(
      'table.csv',
      `\ufeff${HEADER},note\r\ne1,1,"{""shape"": [1, 2],\r\n ""counts"": [0, 2]}",1,2,10,1,20,2,"two\r\nlines"\r\n`,
    )
    const { frame, problems } = await readOne(path)
    expect(problems).toEqual([])
    expect(frame).toMatchObject({
      row: 2,
      mask: { text: '{"shape": [1, 2],\r\n "counts": [0, 2]}' },
      cells: { note: 'two\r\nlines' },
    })
  })

  test('mask images lie relative to the table; text comes first', async () => {
    const header = `${HEADER.replace('mask_rle', 'mask_rle,mask_path,mask_label')}`
    const path = table(
      header,
      'e1,1,,masks/a.png,3,,,10,1,,',
      'e2,1,RLE,b.png,,1,2,10,1,,',
      'e3,1,,/abs/c.tif,,,,10,1,,',
    )
    const wanted = ['e1', 'e2', 'e3'].map((embryoId) => ({ embryoId, frameIndex: 1 }))
    const { frames, problems } = await readEmbryoTable(path, wanted)
    expect(problems).toEqual([])
    expect([...frames.values()].map(({ mask }) => mask)).toEqual([
      { kind: 'image', path: join(dirname(path), 'masks', 'a.png'), label: 3 },
      { kind: 'text', text: 'RLE', heightPx: 1, widthPx: 2 },
      { kind: 'image', path: '/abs/c.tif', label: undefined },
    ])
  })

  test('the scale is the height’s, else the width’s', async () => {
    const scale = async (cells: string) => (await readOne(table(HEADER, `e1,1,RLE,1,1,${cells}`))).frame?.umPerPx
    expect(await scale('20,10,30,15')).toBe(2)
    expect(await scale(',10,30,15')).toBe(2)
    expect(await scale('0,10,30,15')).toBe(2)
    expect(await scale('abc,10,30,15')).toBe(2)
    expect(await scale('20,10,,')).toBe(2)
  })

  test.each(['0,10,,', ',,,', '10,0,-5,3', 'nan,10,x,3', '1e999,1,,'])(
    'a row without a usable scale (%s) is a problem',
    async (cells) => {
      const { frame, problems } = await readOne(table(HEADER, `e1,1,RLE,1,1,${cells}`))
      expect(frame?.umPerPx).toBeUndefined()
      expect(problems).toEqual([{ severity: 'error', scope: 'pair', kind: 'bad-scale', row: 2, column: 'Height (um)' }])
      expect(frame?.problems).toHaveLength(1)
    },
  )

  test('pixels that are not square are worth a warning', async () => {
    const { frame, problems } = await readOne(table(HEADER, 'e1,1,RLE,1,1,20,10,30,10'))
    expect(frame?.umPerPx).toBe(2)
    expect(problems).toMatchObject([{ severity: 'warning', kind: 'uneven-scale', row: 2 }])
  })

  test('all malformed cells of a wanted row are listed, those of other rows are not', async () => {
    const path = table(
      `${HEADER},time_int,relative_time_s,mask_label`,
      'other,x,RLE,a,b,c,d,e,f,g,h,i',
      'e1,1,RLE,ten,0,10,1,10,1,1.5,soon,',
      'e1,two,RLE,1,1,10,1,10,1,1,1,',
      'e1,,RLE,1,1,10,1,10,1,1,1,',
    )
    const { problems } = await readOne(path)
    expect(problems).toEqual([
      { severity: 'error', scope: 'pair', kind: 'bad-integer', row: 3, column: 'mask_height_px' },
      { severity: 'error', scope: 'pair', kind: 'bad-size', row: 3, column: 'mask_width_px' },
      { severity: 'warning', scope: 'pair', kind: 'bad-integer', row: 3, column: 'time_int' },
      { severity: 'warning', scope: 'pair', kind: 'bad-number', row: 3, column: 'relative_time_s' },
      { severity: 'warning', scope: 'pair', kind: 'bad-integer', row: 4, column: 'frame_index' },
      { severity: 'warning', scope: 'pair', kind: 'missing-value', row: 5, column: 'frame_index' },
    ])
  })

  test('a frame that is there twice is a problem of the row that is kept', async () => {
    const line = (text: string) => `e1,1,${text},1,1,10,1,10,1`
    const { frame, problems } = await readOne(table(HEADER, line('A'), line('B'), line('C')))
    expect(frame).toMatchObject({ row: 2, mask: { text: 'A' } })
    expect(problems).toEqual(
      Array(2).fill({ severity: 'error', scope: 'pair', kind: 'double-frame', row: 2, column: 'frame_index' }),
    )
    const { problems: worded } = await readEmbryoTable(table(HEADER, line('A'), line('B')), [e1])
    expect(worded[0]?.message).toBe('frame 1 of embryo "e1" is in row 3 too: remove one of the rows')
  })
})

describe('a table that cannot be understood', () => {
  test('every missing column is listed, with what may have been meant', async () => {
    const { problems } = await readEmbryoTable(table('Embryo ID,frame,mask,height_um'), [e1])
    expect(problems.map(({ kind, scope, row, column }) => ({ kind, scope, row, column }))).toEqual(
      ['embryo_id', 'frame_index', 'mask_rle', 'Height (um)', 'Height (px)'].map((column) => ({
        kind: 'missing-column',
        scope: 'batch',
        row: 1,
        column,
      })),
    )
    expect(problems[0]?.message).toMatch(
      /no column "embryo_id"; is "Embryo ID" meant\? found Embryo ID, frame, mask, height_um/,
    )
    expect(problems[3]?.message).toMatch(/no column "Height \(um\)" or "Width \(um\)"; is "height_um" meant\?/)
  })

  test.each([
    ['semicolons', 'embryo_id;frame_index;mask_rle\ne1;1;x', /separated by semicolons/],
    ['tabs', 'embryo_id\tframe_index\ne1\t1', /separated by tabs/],
    ['one column of anything', 'Lorem ipsum\ndolor\nsit amet', /found Lorem ipsum/],
  ])('%s', async (_, text, message) => {
    const { problems } = await readEmbryoTable(tempFile('t.csv', text), [e1])
    expect(problems[0]?.message).toMatch(message)
  })

  test.each([
    ['an empty file', '', 'not-csv', /empty/],
    ['a workbook', 'PK\x03\x04', 'not-csv', /Excel/],
    ['a quote left open', `${HEADER}\ne1,1,"x,1,1,1,1,1,1\n`, 'not-csv', /never closed/],
    ['a double column', `${HEADER},well,well\n`, 'double-column', /"well"/],
    ['too many fields', `${HEADER}\ne1,1,x,1,1,1,1,1,1,1\n`, 'too-many-fields', /10 fields, the header 9/],
  ])('%s', async (_, text, kind, message) => {
    const { frames, problems } = await readEmbryoTable(tempFile('t.csv', text), [e1])
    expect(frames.size).toBe(0)
    expect(problems).toMatchObject([
      { severity: 'error', scope: 'batch', kind, message: expect.stringMatching(message) },
    ])
  })

  test('a missing file, a folder', async () => {
    expect((await readEmbryoTable(join(tempDir(), 'none.csv'), [e1])).problems).toMatchObject([
      { kind: 'missing-file' },
    ])
    expect((await readEmbryoTable(tempDir(), [e1])).problems).toMatchObject([{ kind: 'not-csv', message: /folder/ }])
  })

  test('a row with too few fields reads as empty at the end, with a warning', async () => {
    const { frame, problems } = await readOne(table(HEADER, 'e1,1,x,1,1,10,1'))
    expect(frame?.umPerPx).toBe(10)
    expect(problems).toEqual([{ severity: 'warning', scope: 'batch', kind: 'too-few-fields', row: 2 }])
  })

  test('a fault of every row is listed a hundred times and then counted', async () => {
    const { problems } = await readEmbryoTable(table(HEADER, ...Array<string>(150).fill('a,b,c,d,e,f,g,h,i,j')), [])
    expect(problems).toHaveLength(101)
    expect(problems.at(-1)?.message).toBe('and 50 more rows with a problem of this kind (too-many-fields)')
  })
})

test.skipIf(sharedDir === undefined)('the real table reads without problems', async () => {
  const wanted = [20, 92].map((frameIndex) => ({ embryoId: '20251113_A01_e01', frameIndex }))
  const { frames, problems } = await readEmbryoTable(sharedFile('real/embryos_A01.csv'), wanted)
  expect(problems).toEqual([])
  expect([...frames.values()].map(({ umPerPx }) => umPerPx)).toEqual([3.774417708333333, 3.774417708333333])
})

test('a large table is streamed: memory does not grow with it', async () => {
  const path = join(tempDir(), 'large.csv')
  const file = openSync(path, 'w')
  writeSync(file, `${HEADER},${Array.from({ length: 40 }, (_, i) => `feature_${i}`).join(',')}\n`)
  const filler = `${'M'.repeat(700)},10,20,100,10,200,20,${Array(40).fill('0.123456').join(',')}`
  for (let embryo = 0; embryo < 1000; embryo++) {
    const lines = Array.from({ length: 100 }, (_, frame) => `e${embryo},${frame},${filler}\n`)
    writeSync(file, lines.join(''))
  }
  closeSync(file)
  const before = process.memoryUsage().rss
  const { frames, problems } = await readEmbryoTable(path, [e1, { embryoId: 'e999', frameIndex: 99 }])
  expect(problems).toEqual([])
  expect([...frames.values()].map(({ row }) => row)).toEqual([103, 100_001])
  expect(process.memoryUsage().rss - before).toBeLessThan(100e6)
})

describe('readEmbryoRows', () => {
  const header = 'embryo_id,frame_index,predicted_stage_hpf,genotype,clutch,use_embryo_flag,frame_flag,mask_rle'

  test('gives every row without its mask', async () => {
    const path = table(header, 'e1,0,28.1,wt,c1,True,False,MASK', 'e1,1.0,,NaN,20251113.0,False,1,MASK')
    const { rows, columns, problems } = await readEmbryoRows(path, ['genotype', 'clutch'])
    expect(problems).toEqual([])
    expect(columns).toEqual(header.split(','))
    expect(rows).toEqual([
      { row: 2, embryoId: 'e1', frameIndex: 0, stageHpf: 28.1, flags: [], labels: { genotype: 'wt', clutch: 'c1' } },
      {
        row: 3,
        embryoId: 'e1',
        frameIndex: 1,
        stageHpf: undefined,
        flags: ['use_embryo_flag', 'frame_flag'],
        labels: { clutch: '20251113' },
      },
    ])
  })

  test('rows that cannot be used are warned of; a missing column is an error', async () => {
    const path = table(header, ',0,28,wt,,,,', 'e1,x,28,wt,,,,', 'e1,1,late,wt,,,,')
    const { rows, problems } = await readEmbryoRows(path, ['genotype'])
    expect(rows).toHaveLength(1)
    expect(problems.map(({ severity, row, column }) => [severity, row, column])).toEqual([
      ['warning', 2, 'embryo_id'],
      ['warning', 3, 'frame_index'],
      ['warning', 4, 'predicted_stage_hpf'],
    ])
    const { problems: missing } = await readEmbryoRows(path, ['genotpye'])
    expect(missing).toMatchObject([{ severity: 'error', kind: 'missing-column', message: /is "genotype" meant/ }])
  })
})
