import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runBatch } from '../../src/runner/run-batch.ts'
import type { PairFinished, RunEvent, RunSummary } from '../../src/runner/run-event.ts'
import type { RunOptions } from '../../src/runner/run-options.ts'
import { runParameters } from '../../src/runner/run-parameters.ts'
import { FEATURES_FILE, METRICS_FILE, runLogPath } from '../../src/runner/study-tables.ts'
import { validateRun } from '../../src/runner/validate-run.ts'
import { ARTIFACT_ARRAYS, type ArtifactArray } from '../../src/study/artifact-arrays.ts'
import { type DemoFiles, writeDemoFiles } from '../../src/study/demo-files.ts'
import type { NpyValue } from '../../src/study/npy.ts'
import { decodeNpz } from '../../src/study/npz.ts'
import { decodeParquet } from '../../src/study/parquet-table.ts'
import { RunStore } from '../../src/study/run-store.ts'
import { featureColumns, METRIC_COLUMNS } from '../../src/study/table-columns.ts'
import { PLAIN_RUN } from '../support/plain-run.ts'

/** one real run, pooled so that it takes seconds, that every test here looks at */
const PAIRS = 3
let dir = ''
let studyDir = ''
let files: DemoFiles
const events: RunEvent[] = []
let summary: RunSummary | undefined

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'otolith-'))
  files = writeDemoFiles(dir, { pairs: PAIRS })
  studyDir = join(dir, 'study')
  summary = await runBatch(options({}), (event) => events.push(event), new AbortController().signal)
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

function options(changed: Partial<RunOptions>): RunOptions {
  return {
    tablePath: files.tablePath,
    manifestPath: files.manifestPath,
    dataRoot: files.dataRoot,
    studyDir,
    runId: 'first',
    parameters: runParameters({ downsampleFactor: 4 }),
    backend: 'auto',
    workers: 2,
    coupling: 'sparse',
    ...PLAIN_RUN,
    ...changed,
  }
}

describe('the events of a run', () => {
  test('tell its story in order, each pair once', () => {
    const kinds = events.map(({ kind }) => kind)
    expect(kinds[0]).toBe('preflight-started')
    expect(kinds.at(-1)).toBe('run-finished')
    expect(kinds.indexOf('preflight-finished')).toBeLessThan(kinds.indexOf('run-started'))
    expect(kinds.indexOf('run-started')).toBeLessThan(kinds.indexOf('pair-started'))
    const finished = events.filter((event): event is PairFinished => event.kind === 'pair-finished')
    expect(new Set(finished.map(({ pairId }) => pairId)).size).toBe(PAIRS)
    for (const { state, figures, runtimeSec } of finished) {
      expect(state).toBe('ok')
      expect(runtimeSec).toBeGreaterThan(0)
      expect(figures?.gap).toBeLessThanOrEqual(1e-6)
    }
  })

  test('end in a summary that the store agrees with', () => {
    expect(summary).toMatchObject({ runId: 'first', state: 'finished', counts: { ok: PAIRS, failed: 0 } })
    using store = RunStore.open(studyDir)
    expect(store.run('first')?.state).toBe('finished')
    expect(store.countPairs('first').ok).toBe(PAIRS)
  })
})

describe('what a run writes is what docs/file-formats.md lists', () => {
  test.each([
    [METRICS_FILE, METRIC_COLUMNS],
    [FEATURES_FILE, featureColumns(8)],
  ])('%s', (file, columns) => {
    const table = decodeParquet(readFileSync(join(studyDir, file)))
    expect(table.columns.map(({ name }) => name)).toEqual(columns.map(({ name }) => name))
    expect(table.rows).toHaveLength(PAIRS)
    // a column that nothing ever fills is a promise not kept
    const mayBeEmpty = new Set(['error_message', 'reach_um', 'src_embryo_id_manifest', 'tgt_embryo_id_manifest'])
    for (const { name } of columns) {
      const filled = table.rows.some((row) => row[name] !== null && row[name] !== undefined)
      // of a refined run: tests/runner/refined-run.test.ts
      expect(filled || mayBeEmpty.has(name) || name.startsWith('refine_'), name).toBe(true)
    }
  })

  test('the store’s rows have no cell that the tables lack', () => {
    using store = RunStore.open(studyDir)
    const listed = (columns: readonly { readonly name: string }[]) => new Set(columns.map(({ name }) => name))
    const columns = { metrics: listed(METRIC_COLUMNS), features: listed([...featureColumns(8), ...METRIC_COLUMNS]) }
    for (const table of ['metrics', 'features'] as const) {
      for (const row of store.tableRows(table)) {
        for (const name of Object.keys(row)) expect(columns[table], name).toContain(name)
      }
    }
  })

  test.each([...new Set(ARTIFACT_ARRAYS.map(({ file }) => file))])('%s', (file) => {
    for (const pairId of readdirSync(join(studyDir, 'pair_artifacts'))) {
      const arrays = decodeNpz(readFileSync(join(studyDir, 'pair_artifacts', pairId, file)))
      const listed = ARTIFACT_ARRAYS.filter((array) => array.file === file)
      expect(Object.keys(arrays)).toEqual(listed.map(({ name }) => name))
      for (const { name, dtype, shape } of listed) {
        expect(dtypeOf(arrays[name]), name).toBe(dtype)
        expect(dimensionsOf(arrays[name]), name).toBe(dimensionsIn(shape))
      }
    }
  })

  test('one line a pair in the log', () => {
    const [header, ...lines] = readFileSync(runLogPath(studyDir, 'first'), 'utf8').trim().split('\n')
    expect(header).toBe('run_id,pair_id,status,runtime_sec,cost,error')
    expect(lines).toHaveLength(PAIRS)
    expect(lines.every((line) => line.startsWith('first,') && line.includes(',ok,'))).toBe(true)
  })
})

describe('a study proves itself', () => {
  test('from its files alone', () => {
    using store = RunStore.open(studyDir)
    const run = store.run('first')
    expect(run).toBeDefined()
    if (run) expect([...validateRun(studyDir, store, run)].map(({ faults }) => faults)).toEqual([[], [], []])
  })
})

describe('called again', () => {
  test('skips what is done, and a dry run does nothing at all', async () => {
    const again: RunEvent[] = []
    const second = await runBatch(options({}), (event) => again.push(event), new AbortController().signal)
    expect(second?.counts.ok).toBe(PAIRS)
    expect(again.filter(({ kind }) => kind === 'pair-started')).toEqual([])
    const dry = await runBatch(
      options({ dryRun: true, runId: 'other', studyDir: join(studyDir, 'nowhere') }),
      () => {},
      new AbortController().signal,
    )
    expect(dry).toBeUndefined()
    expect(existsSync(join(studyDir, 'nowhere'))).toBe(false)
  })

  test('a second run of the folder gets a folder of its own', async () => {
    await runBatch(options({ runId: 'second', limit: 1 }), () => {}, new AbortController().signal)
    using store = RunStore.open(studyDir)
    expect(store.run('second')).toMatchObject({ artifactsDir: 'pair_artifacts.second', state: 'paused' })
    expect(readdirSync(join(studyDir, 'pair_artifacts.second'))).toHaveLength(1)
  })
})

function dtypeOf(value: NpyValue): ArtifactArray['dtype'] {
  if ('text' in value) return 'bytes'
  if (value.dtype === 'bool') return 'bool'
  const { data } = value
  if (data instanceof Float32Array) return 'float32'
  if (data instanceof Float64Array) return 'float64'
  return data instanceof Int32Array ? 'int32' : 'int64'
}

function dimensionsOf(value: NpyValue): number {
  return 'text' in value ? 0 : value.shape.length
}

/** `(H, W, 2)` has three, `(n,)` one, `()` none */
function dimensionsIn(shape: string): number {
  return shape
    .slice(1, -1)
    .split(',')
    .filter((part) => part.trim() !== '').length
}
