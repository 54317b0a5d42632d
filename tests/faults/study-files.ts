import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { parse } from 'csv-parse/sync'
import type { RunOptions } from '../../src/runner/run-options.ts'
import { runParameters } from '../../src/runner/run-parameters.ts'
import { FEATURES_FILE, METRICS_FILE } from '../../src/runner/study-tables.ts'
import { encodeCsv } from '../../src/study/csv-text.ts'
import { writeDemoFiles } from '../../src/study/demo-files.ts'
import type { NpyValue } from '../../src/study/npy.ts'
import { decodeNpz } from '../../src/study/npz.ts'
import { decodeParquet, type ParquetRow } from '../../src/study/parquet-table.ts'
import { PLAIN_RUN } from '../support/plain-run.ts'

/** A folder of its own under the system's temporary folder. */
export function temporaryFolder() {
  const path = mkdtempSync(join(tmpdir(), 'otolith-faults-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** A CSV file's cells, for changing some. */
export interface CsvFile {
  readonly header: readonly string[]
  readonly rows: readonly Readonly<Record<string, string>>[]
}

export function readCsv(path: string): CsvFile {
  const [header, ...lines]: string[][] = parse(readFileSync(path))
  return { header, rows: lines.map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i]]))) }
}

export function csvText({ header, rows }: CsvFile): string {
  return encodeCsv(
    header,
    rows.map((row) => header.map((name) => row[name])),
  )
}

/** The file with cells of one data row (0 is the first) replaced. */
export function withCells(file: CsvFile, index: number, cells: Readonly<Record<string, string>>): CsvFile {
  return { ...file, rows: file.rows.map((row, i) => (i === index ? { ...row, ...cells } : row)) }
}

/** A demo study's input, and variants of it. */
export interface DemoInput {
  readonly table: CsvFile
  readonly manifest: CsvFile
  readonly dataRoot: string
  /** Arguments of a quick run of these files, written under a name of their own. */
  runArgs(studyDir: string, changed?: InputVariant): string[]
  /** The same for a run in this very process. */
  runOptions(studyDir: string): RunOptions
}

export interface InputVariant {
  readonly name?: string
  readonly table?: CsvFile | string
  readonly manifest?: CsvFile | string
}

/** Makes a demo study's input in a folder. */
export function demoInput(dir: string, pairs: number): DemoInput {
  const files = writeDemoFiles(dir, { pairs, seed: 1 })
  const written = (name: string, content: CsvFile | string | undefined, otherwise: string) => {
    if (content === undefined) return otherwise
    const path = join(dir, name)
    writeFileSync(path, typeof content === 'string' ? content : csvText(content))
    return path
  }
  return {
    table: readCsv(files.tablePath),
    manifest: readCsv(files.manifestPath),
    dataRoot: files.dataRoot,
    runArgs: (studyDir, { name = 'changed', table, manifest } = {}) => [
      'run',
      ...['--csv', written(`${name}-embryos.csv`, table, files.tablePath)],
      ...['--transitions', written(`${name}-manifest.csv`, manifest, files.manifestPath)],
      ...['--data-root', files.dataRoot, '--output-root', studyDir],
      ...['--downsample-factor', '2', '--workers', '2'],
    ],
    runOptions: (studyDir) => ({
      tablePath: files.tablePath,
      manifestPath: files.manifestPath,
      dataRoot: files.dataRoot,
      studyDir,
      runId: 'run',
      parameters: runParameters({ downsampleFactor: 2, refinement: 'none' }),
      backend: 'auto',
      workers: 2,
      coupling: 'potentials',
      ...PLAIN_RUN,
    }),
  }
}

/** Place of an end's row in the embryo table, 0 the first after the header. */
export function frameIndexOf({ table, manifest }: DemoInput, pairIndex: number, end: 'src' | 'tgt'): number {
  const pair = manifest.rows[pairIndex]
  const embryo = pair[`${end}_embryo_id`] || pair.embryo_id
  const index = table.rows.findIndex((row) => row.embryo_id === embryo && row.frame_index === pair[`frame_${end}`])
  if (index < 0) throw new Error(`the demo's table has no row for ${embryo}, frame ${pair[`frame_${end}`]}`)
  return index
}

/** Ids of the pairs that use a row of the table, and of the others. */
export function pairsUsing(
  input: DemoInput,
  rowIndex: number,
): { readonly using: string[]; readonly others: string[] } {
  const uses = input.manifest.rows.map(
    (_, i) => frameIndexOf(input, i, 'src') === rowIndex || frameIndexOf(input, i, 'tgt') === rowIndex,
  )
  const ids = (wanted: boolean) => input.manifest.rows.filter((_, i) => uses[i] === wanted).map((row) => row.pair_id)
  return { using: ids(true), others: ids(false) }
}

/** Every file under a folder, as paths relative to it. */
export function filesUnder(dir: string): string[] {
  if (!existsSync(dir)) return []
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)))
    .sort()
}

/** Bytes and time of last change of every file under a folder. */
export function snapshot(dir: string): Record<string, string> {
  return Object.fromEntries(
    filesUnder(dir).map((path) => {
      const full = join(dir, path)
      return [path, `${sha256(readFileSync(full))} ${statSync(full).mtimeMs}`]
    }),
  )
}

/** What a study says, times aside: decoded rows in order of their keys, every array of every pair folder, and what its metadata says. */
export interface StudyContent {
  readonly metrics: readonly ParquetRow[]
  readonly features: readonly ParquetRow[]
  /** by file: arrays as type, shape and hash, JSON as it is */
  readonly artifacts: Readonly<Record<string, unknown>>
}

/** Reads a finished study back; damaged, unknown and left-over files are errors. */
export function studyContent(studyDir: string): StudyContent {
  return {
    metrics: tableRows(join(studyDir, METRICS_FILE)).map(withoutTimes),
    features: tableRows(join(studyDir, FEATURES_FILE)),
    artifacts: artifactContents(studyDir),
  }
}

/** What every file of the pairs' folders holds; damaged and unknown files are errors, temporary ones too unless they are allowed. */
export function artifactContents(studyDir: string, temporaries: 'allowed' | 'refused' = 'refused') {
  const paths = filesUnder(studyDir).filter((path) => path.startsWith('pair_artifacts'))
  const kept = temporaries === 'allowed' ? paths.filter((path) => !path.endsWith('.tmp')) : paths
  return Object.fromEntries(kept.map((path) => [path, artifactContent(join(studyDir, path))]))
}

/** A table's rows in order of their keys. */
export function tableRows(path: string): ParquetRow[] {
  const key = (row: ParquetRow) => `${row.run_id} ${row.pair_id}`
  return decodeParquet(readFileSync(path)).rows.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
}

function withoutTimes(row: ParquetRow): ParquetRow {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !name.endsWith('_sec')))
}

function artifactContent(path: string): unknown {
  const bytes = readFileSync(path)
  if (path.endsWith('.json')) return JSON.parse(bytes.toString('utf8'))
  if (!path.endsWith('.npz')) throw new Error(`${path} should not be in ${dirname(path)}`)
  return Object.fromEntries(Object.entries(decodeNpz(bytes)).map(([name, value]) => [name, arrayDigest(value)]))
}

function arrayDigest(value: NpyValue): string {
  if ('text' in value) return value.text
  const { data, shape } = value
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  return `${data.constructor.name} (${shape.join(', ')}) ${sha256(bytes)}`
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
