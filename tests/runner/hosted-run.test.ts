import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runBatch } from '../../src/runner/run-batch.ts'
import type { RunEvent } from '../../src/runner/run-event.ts'
import { runParameters } from '../../src/runner/run-parameters.ts'
import { type DemoFiles, writeDemoFiles } from '../../src/study/demo-files.ts'
import { ProblemsError } from '../../src/study/problem.ts'
import { type Row, RunStore } from '../../src/study/run-store.ts'
import { PLAIN_RUN } from '../support/plain-run.ts'
import { type Peculiarity, registryWith } from '../support/test-engines.ts'

const PAIRS = 4
let dir = ''
let files: DemoFiles
let byCpu: readonly Row[]

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'otolith-'))
  files = writeDemoFiles(dir, { pairs: PAIRS })
  byCpu = (await runOn('cpu')).rows
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** A run on the engine with that peculiarity, or on cpu: its events, its summary and the metrics of its pairs. */
async function runOn(
  engine: Peculiarity | 'cpu',
  signal = new AbortController().signal,
  onEvent = (_: RunEvent) => {},
) {
  const events: RunEvent[] = []
  const studyDir = join(dir, engine.replaceAll(' ', '-'))
  const summary = await runBatch(
    {
      tablePath: files.tablePath,
      manifestPath: files.manifestPath,
      dataRoot: files.dataRoot,
      studyDir,
      runId: 'run',
      parameters: runParameters({ gridUmPerPx: 40 }),
      backend: engine === 'cpu' ? 'cpu' : 'tfjs',
      workers: 2,
      coupling: 'potentials',
      ...PLAIN_RUN,
    },
    (event) => {
      events.push(event)
      onEvent(event)
    },
    signal,
    engine === 'cpu' ? undefined : registryWith(engine),
  )
  using store = RunStore.open(studyDir)
  const rows = store.pairs('run').flatMap(({ metrics }) => (metrics ? [metrics] : []))
  return { events, summary, rows, environment: store.run('run')?.environment }
}

function kindsOf(events: readonly RunEvent[], kind: RunEvent['kind']): readonly RunEvent[] {
  return events.filter((event) => event.kind === kind)
}

function expectSameAnswers(rows: readonly Row[]): void {
  expect(rows.map(({ pair_id, converged }) => ({ pair_id, converged }))).toEqual(
    byCpu.map(({ pair_id }) => ({ pair_id, converged: true })),
  )
  rows.forEach((row, i) => {
    expect(Number(row.cost) / Number(byCpu[i].cost)).toBeCloseTo(1, 5)
  })
}

test('an engine in a process of its own solves a run', async () => {
  const { events, summary, rows, environment } = await runOn('none')
  expectSameAnswers(rows)
  expect(summary).toMatchObject({ state: 'finished', solvedBy: { tfjs: PAIRS }, engineDeaths: [] })
  expect(rows.every(({ engine, backend }) => engine === 'tfjs' && backend === 'TFJS')).toBe(true)
  expect(environment).toMatchObject({ engine: 'tfjs', engine_choice: 'asked for' })
  expect(kindsOf(events, 'run-started')).toMatchObject([{ engine: 'tfjs', because: 'asked for' }])
  for (const { solve_sec } of rows) expect(Number(solve_sec)).toBeGreaterThan(0)
})

test('it has more pairs at once than there are workers', async () => {
  expectSameAnswers((await runOn('answers four at once')).rows)
})

test('what it leaves short of the tolerance, cpu brings there', async () => {
  const { summary, rows } = await runOn('is inexact')
  expectSameAnswers(rows)
  expect(summary?.solvedBy).toEqual({ 'tfjs+cpu': PAIRS })
})

test('what it fails, cpu solves, and the run says so', async () => {
  const { events, summary, rows } = await runOn('refuses')
  expectSameAnswers(rows)
  expect(summary).toMatchObject({ state: 'finished', solvedBy: { cpu: PAIRS }, engineDeaths: [] })
  expect(kindsOf(events, 'engine-failed')).toHaveLength(PAIRS)
  expect(kindsOf(events, 'engine-failed')[0]).toMatchObject({ engine: 'tfjs', error: 'out of memory' })
  expect(rows.every(({ device }) => String(device).startsWith('CPU'))).toBe(true)
})

test('where it dies, cpu solves what it had, and the run goes on', async () => {
  const { events, summary, rows } = await runOn('exits on its third pair')
  expectSameAnswers(rows)
  expect(summary?.state).toBe('finished')
  expect(summary?.engineDeaths[0]).toBe('its process ended with exit code 7')
  expect(summary?.solvedBy.cpu).toBeGreaterThan(0)
  expect(kindsOf(events, 'engine-died')[0]).toMatchObject({ engine: 'tfjs', givenUp: false })
})

test('one that dies under every pair costs none', async () => {
  const { events, summary, rows } = await runOn('crashes at once')
  expectSameAnswers(rows)
  expect(summary).toMatchObject({ state: 'finished', solvedBy: { cpu: PAIRS } })
  // how often depends on how many it had at once
  expect(kindsOf(events, 'engine-died')[0]).toMatchObject({ givenUp: false })
})

test('a run whose engine hangs can be cancelled', async () => {
  const stop = new AbortController()
  const { summary } = await runOn('hangs', stop.signal, ({ kind }) => {
    if (kind === 'pair-started') setTimeout(() => stop.abort(), 300)
  })
  expect(summary).toMatchObject({ state: 'cancelled', engineDeaths: [] })
})

test('one that is not usable here is refused with its reason before anything is written', async () => {
  const refused = runOn('unusable')
  await expect(refused).rejects.toThrow(ProblemsError)
  await expect(refused).rejects.toThrow("the tfjs engine can't be used here: no driver: install one")
})
