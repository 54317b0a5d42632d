import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parse } from 'csv-parse/sync'
import { seededRandom } from '../src/core/random.ts'
import { encodeCsv } from '../src/study/csv-text.ts'
import { type DemoFiles, writeDemoFiles } from '../src/study/demo-files.ts'

const COLUMNS = 120
/** rows of other embryos that are made once and written again and again under other ids */
const FILLERS = 64
const BYTES_PER_WRITE = 8 * 2 ** 20
/** stands in a filler for what tells its copies apart */
const COPY = '@copy@'

export interface BigTable extends DemoFiles {
  readonly rowCount: number
  readonly bytes: number
}

/**
 * Makes a demo study whose embryo table has 120 columns and about so many bytes, as a real one has: the demo's frames lie spread among
 * rows of embryos that no pair wants, masks and all.
 */
export function makeBigTable(dir: string, bytes: number, pairs = 20): BigTable {
  const demo = writeDemoFiles(join(dir, 'demo'), { pairs })
  const [header, ...rows]: string[][] = parse(readFileSync(demo.tablePath))
  const random = seededRandom('big table')
  const extraColumns = Array.from(
    { length: COLUMNS - header.length },
    (_, i) => `feature_${String(i).padStart(3, '0')}`,
  )
  const extraCells = () => extraColumns.map((_, i) => extraCell(i, random.uniform()))
  const embryoAt = header.indexOf('embryo_id')
  const snipAt = header.indexOf('snip_id')
  const asFiller = (cells: readonly string[], i: number) =>
    cells.map((cell, column) => (column === embryoAt || column === snipAt ? `filler_${COPY}_${i}` : cell))

  const line = (cells: readonly string[]) => encodeCsv(cells, [])
  const wanted = rows.map((cells) => line([...cells, ...extraCells()]))
  const fillers = Array.from({ length: FILLERS }, (_, i) =>
    line([...asFiller(rows[i % rows.length], i), ...extraCells()]),
  ).join('')
  const copies = Math.max(1, Math.round((bytes - wanted.join('').length) / fillers.length))

  const tablePath = join(dir, 'embryos.csv')
  mkdirSync(dirname(tablePath), { recursive: true })
  const file = openSync(tablePath, 'w')
  let written = 0
  let waiting = line([...header, ...extraColumns])
  const flush = () => {
    written += writeSync(file, waiting)
    waiting = ''
  }
  let placed = 0
  for (let copy = 0; copy < copies; copy++) {
    waiting += fillers.replaceAll(COPY, String(copy))
    // evenly, the last ones at the very end
    while (placed < Math.floor((wanted.length * (copy + 1)) / copies)) waiting += wanted[placed++]
    if (waiting.length > BYTES_PER_WRITE) flush()
  }
  flush()
  closeSync(file)
  return { ...demo, tablePath, rowCount: copies * FILLERS + wanted.length, bytes: written }
}

/** Numbers of several forms, some texts, some of them with commas and quotes, and many empty cells. */
function extraCell(column: number, chance: number): string {
  if (column % 7 === 0) return chance < 0.6 ? '' : 'ok'
  if (column % 11 === 0) return chance < 0.5 ? 'bent, slightly' : 'said to be "fine"'
  if (column % 3 === 0) return String(Math.floor(1000 * chance))
  return String(chance * 10 ** (column % 5))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [dir = 'big-table', megabytes = '1000'] = process.argv.slice(2)
  const startMs = performance.now()
  const { tablePath, rowCount, bytes } = makeBigTable(resolve(dir), Number(megabytes) * 1e6)
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
  process.stdout.write(`${tablePath}: ${rowCount} rows, ${(bytes / 1e6).toFixed(0)} MB, in ${seconds} s\n`)
}
