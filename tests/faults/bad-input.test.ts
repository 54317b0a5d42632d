import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeMaskText } from '../../src/core/mask/decode-mask.ts'
import { encodeRowMajorRle } from '../../src/core/mask/row-major-rle.ts'
import { METRICS_FILE } from '../../src/runner/study-tables.ts'
import { otolith } from './command-line.ts'
import {
  type CsvFile,
  csvText,
  type DemoInput,
  demoInput,
  frameIndexOf,
  type InputVariant,
  snapshot,
  studyContent,
  tableRows,
  temporaryFolder,
  withCells,
} from './study-files.ts'

const folder = temporaryFolder()
let input: DemoInput
/** the row, counted from 0, of the first pair's source, and what it says */
let frame: { readonly index: number; readonly cells: Readonly<Record<string, string>> }

beforeAll(() => {
  input = demoInput(join(folder.path, 'demo'), 2)
  const index = frameIndexOf(input, 0, 'src')
  frame = { index, cells: input.table.rows[index] }
})

afterAll(folder.remove)

interface Refusal {
  readonly what: string
  readonly variant: () => InputVariant
  /** file:row [column], and words of the message */
  readonly says: (names: { readonly table: string; readonly manifest: string; readonly frameRow: number }) => string[]
}

/** the frame with another mask */
const masked = (mask: (cells: Readonly<Record<string, string>>) => string) => (): InputVariant => ({
  table: withCells(input.table, frame.index, { mask_rle: mask(frame.cells) }),
})

const REFUSALS: readonly Refusal[] = [
  {
    what: 'a column missing in the table',
    variant: () => ({ table: renamed(input.table, 'mask_rle', 'Mask RLE') }),
    says: ({ table }) => [`${table}:1 [mask_rle]`, '"mask_rle"', 'is "Mask RLE" meant'],
  },
  {
    what: 'a column missing in the manifest',
    variant: () => ({ manifest: renamed(input.manifest, 'frame_tgt', 'target_frame') }),
    says: ({ manifest }) => [`${manifest}:1 [frame_tgt]`],
  },
  {
    what: 'an embryo that the table does not have',
    variant: () => ({ manifest: withCells(input.manifest, 1, { src_embryo_id: 'nobody' }) }),
    says: ({ manifest, table }) => [`${manifest}:3 [`, 'nobody', table],
  },
  {
    what: 'a pair id that is there twice',
    variant: () => ({ manifest: withCells(input.manifest, 1, { pair_id: input.manifest.rows[0].pair_id }) }),
    says: ({ manifest }) => [`${manifest}:3 [pair_id]`, 'row 2'],
  },
  {
    what: 'a pair id that would climb out of the folder',
    variant: () => ({ manifest: withCells(input.manifest, 0, { pair_id: '../../x' }) }),
    says: ({ manifest }) => [`${manifest}:2 [pair_id]`, '../../x'],
  },
  {
    what: 'a compressed mask that was cut off',
    variant: masked((cells) => cutInsideNumber(compressed(cells))),
    says: ({ table, frameRow }) => [`${table}:${frameRow} [mask_rle]`, 'cut off'],
  },
  {
    what: 'a JSON mask that was cut off',
    variant: masked((cells) => rowMajor(cells).slice(0, 200)),
    says: ({ table, frameRow }) => [`${table}:${frameRow} [mask_rle]`, 'cut off'],
  },
  {
    what: 'run lengths that do not add up',
    variant: masked((cells) => rowMajor(cells).replace(/"counts":\[(\d+)/, (_, run) => `"counts":[${Number(run) + 1}`)),
    says: ({ table, frameRow }) => [`${table}:${frameRow} [mask_rle]`, String(512 * 512 + 1), String(512 * 512)],
  },
  {
    what: 'a mask without a pixel inside',
    variant: masked(() => JSON.stringify({ shape: [512, 512], counts: [512 * 512] })),
    says: ({ table, frameRow }) => [`${table}:${frameRow} [mask_rle]`, 'no pixel'],
  },
  {
    what: 'a scale of 0',
    variant: () => ({ table: withCells(input.table, frame.index, { 'Height (um)': '0', 'Width (um)': '0' }) }),
    says: ({ table, frameRow }) => [`${table}:${frameRow} [Height (um)]`, 'no usable scale'],
  },
]

describe('refused with exit code 2, file, row and column, and nothing written:', () => {
  it.each(REFUSALS)('$what', async ({ variant, says }) => {
    const studyDir = join(folder.path, 'refused')
    const args = input.runArgs(studyDir, variant())
    const names = { table: args[2], manifest: args[4], frameRow: frame.index + 2 }
    const { code, stderr } = await otolith(...args)
    for (const words of says(names)) expect(stderr).toContain(words)
    expect(stderr).not.toContain('    at ')
    expect(code).toBe(2)
    expect(existsSync(studyDir)).toBe(false)
  })

  it.each(['--csv', '--transitions'])('%s names no file', async (option) => {
    const studyDir = join(folder.path, 'refused')
    const missing = join(folder.path, 'no such file.csv')
    const { code, stderr } = await otolith(...input.runArgs(studyDir), option, missing)
    expect(stderr).toContain(`${missing} there is no such file`)
    expect(code).toBe(2)
    expect(existsSync(studyDir)).toBe(false)
  })

  it('an output folder that cannot be made', async () => {
    const file = join(folder.path, 'a-file')
    writeFileSync(file, 'not a folder')
    const studyDir = join(file, 'study')
    const { code, stderr } = await otolith(...input.runArgs(studyDir))
    expect(stderr).toContain(`${studyDir} the output folder can't be written`)
    expect(code).toBe(2)
    expect(readFileSync(file, 'utf8')).toBe('not a folder')
  })

  it('every fault at once, so that one round of mending is enough', async () => {
    const studyDir = join(folder.path, 'refused')
    const target = frameIndexOf(input, 1, 'tgt')
    const table = withCells(input.table, frame.index, { 'Height (um)': '0', 'Width (um)': '0' })
    const broken = withCells(table, target, { mask_rle: '}}}' })
    const { code, stderr } = await otolith(...input.runArgs(studyDir, { table: broken }))
    expect(stderr).toContain('no usable scale')
    expect(stderr).toContain('the compressed RLE')
    expect(stderr).toContain('2 errors; nothing was run')
    expect(code).toBe(2)
    expect(existsSync(studyDir)).toBe(false)
  })

  it('an unknown option and a value that is no number', async () => {
    const studyDir = join(folder.path, 'refused')
    expect((await otolith(...input.runArgs(studyDir), '--epsilom', '1')).code).toBe(2)
    const { code, stderr } = await otolith(...input.runArgs(studyDir), '--epsilon', 'small')
    expect(stderr).toContain('--epsilon')
    expect(code).toBe(2)
    expect(existsSync(studyDir)).toBe(false)
  })
})

describe('a study that is there', () => {
  it('stays as it is where the input is refused', async () => {
    const studyDir = join(folder.path, 'there')
    expect((await otolith(...input.runArgs(studyDir))).code).toBe(0)
    const before = snapshot(studyDir)
    const manifest = withCells(input.manifest, 0, { pair_id: '../../x' })
    expect((await otolith(...input.runArgs(studyDir, { manifest }))).code).toBe(2)
    expect(snapshot(studyDir)).toEqual(before)
  })
})

describe('not refused', () => {
  it('a byte order mark, CRLF and line breaks within quotes', async () => {
    const plainDir = join(folder.path, 'plain')
    const windowsDir = join(folder.path, 'windows')
    const note = 'seen by two people\r\nwho "disagreed", a little'
    const table: CsvFile = {
      header: ['note', ...input.table.header],
      rows: input.table.rows.map((row) => ({ ...row, note })),
    }
    const windows = {
      table: asWindowsWrites(csvText(table)),
      manifest: asWindowsWrites(csvText(input.manifest)),
    }
    expect(windows.table).toContain('two people\r\nwho')
    const plain = await otolith(...input.runArgs(plainDir))
    const { code, stderr } = await otolith(...input.runArgs(windowsDir, windows))
    expect(stderr).toBe(plain.stderr)
    expect(code).toBe(0)
    expect(tableRows(join(windowsDir, METRICS_FILE))).toHaveLength(2)
    expect(studyContent(windowsDir)).toEqual(studyContent(plainDir))
  })
})

function renamed({ header, rows }: CsvFile, name: string, otherName: string): CsvFile {
  return {
    header: header.map((column) => (column === name ? otherName : column)),
    rows: rows.map((row) => ({ ...row, [otherName]: row[name] })),
  }
}

function asWindowsWrites(text: string): string {
  return `\uFEFF${text.replaceAll(/\r?\n/g, '\r\n')}`
}

function compressed(cells: Readonly<Record<string, string>>): string {
  if (cells.mask_rle_format !== 'coco_rle') throw new Error('the first frame should be compressed')
  return cells.mask_rle
}

function rowMajor(cells: Readonly<Record<string, string>>): string {
  return JSON.stringify(encodeRowMajorRle(decodeMaskText(cells.mask_rle, { heightPx: 512, widthPx: 512 })))
}

/** Half of the text, up to a character that says that its number goes on. */
function cutInsideNumber(rle: string): string {
  const goesOn = (character: string) => ((character.charCodeAt(0) - 48) & 0x20) !== 0
  let end = Math.floor(rle.length / 2)
  while (!goesOn(rle[end - 1])) end--
  return rle.slice(0, end)
}
