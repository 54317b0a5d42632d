import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunEvent } from '../../src/runner/run-event.ts'
import { FEATURES_FILE, METRICS_FILE } from '../../src/runner/study-tables.ts'
import { eventsOf, listedStates, otolith, shownRun, start } from './command-line.ts'
import {
  artifactContents,
  type DemoInput,
  demoInput,
  filesUnder,
  type StudyContent,
  snapshot,
  studyContent,
  tableRows,
  temporaryFolder,
} from './study-files.ts'

const PAIRS = 8
const TABLES = [METRICS_FILE, FEATURES_FILE]

const folder = temporaryFolder()
const calmDir = join(folder.path, 'calm')
let input: DemoInput
let calm: StudyContent

beforeAll(async () => {
  input = demoInput(join(folder.path, 'demo'), PAIRS)
  const { code, stderr } = await otolith(...input.runArgs(calmDir))
  expect(code, stderr).toBe(0)
  calm = studyContent(calmDir)
})

afterAll(folder.remove)

describe('a run that nothing disturbs', () => {
  it('leaves a row, and a folder of files, for every pair', () => {
    expect(calm.metrics).toHaveLength(PAIRS)
    expect(calm.features).toHaveLength(PAIRS)
    // fields, potentials, barycentric projection, metadata
    expect(Object.keys(calm.artifacts)).toHaveLength(4 * PAIRS)
  })

  it('gives the same with one worker as with two', async () => {
    const dir = join(folder.path, 'one-worker')
    const { code } = await otolith(...input.runArgs(dir), '--workers', '1')
    expect(code).toBe(0)
    expectSame(studyContent(dir), calm)
  })
})

describe('called again', () => {
  it('skips everything and leaves every file of the pairs alone', async () => {
    const before = snapshot(join(calmDir, 'pair_artifacts'))
    const rowsBefore = TABLES.map((table) => tableRows(join(calmDir, table)))
    const { code, stdout } = await otolith(...input.runArgs(calmDir), '--json')
    expect(code).toBe(0)
    expect(startedPairs(stdout)).toEqual([])
    expect(eventsOf(stdout).find(({ kind }) => kind === 'run-started')).toMatchObject({ skippedCount: PAIRS })
    expect(snapshot(join(calmDir, 'pair_artifacts'))).toEqual(before)
    // the recorded times too are those of the first call
    expect(TABLES.map((table) => tableRows(join(calmDir, table)))).toEqual(rowsBefore)
  })

  it('goes on where a limit stopped it', async () => {
    const dir = join(folder.path, 'limited')
    const first = await otolith(...input.runArgs(dir), '--limit', '2', '--json')
    expect(first.code).toBe(0)
    expect(finishedPairs(first.stdout)).toHaveLength(2)
    expect(await listedStates(dir)).toEqual({ run: 'paused' })
    expect(tableRows(join(dir, METRICS_FILE))).toHaveLength(2)

    const second = await otolith(...input.runArgs(dir), '--json')
    expect(second.code).toBe(0)
    expect(startedPairs(second.stdout)).toHaveLength(PAIRS - 2)
    expect(await listedStates(dir)).toEqual({ run: 'finished' })
    expectSame(studyContent(dir), calm)
  })

  it('solves a pair again whose files are gone', async () => {
    const dir = join(folder.path, 'files-gone')
    await otolith(...input.runArgs(dir), '--limit', '2')
    const [{ pair_id: pairId }] = input.manifest.rows
    rmSync(join(dir, 'pair_artifacts', pairId), { recursive: true })
    const { stdout } = await otolith(...input.runArgs(dir), '--limit', '2', '--json')
    expect(startedPairs(stdout)).toEqual([[pairId, 'its files are missing']])
    expect(filesUnder(join(dir, 'pair_artifacts', pairId))).toHaveLength(4)
  })
})

describe('killed', () => {
  // a kill at the start of the run, two in the middle of it
  const moments = ['run-started', 'pair-finished', 'pair-finished'] as const

  it('at any moment, it leaves whole files only, is seen as interrupted, and ends up with the same', async () => {
    const dir = join(folder.path, 'killed')
    const done = new Set<string>()
    for (const moment of moments) {
      const run = start([...input.runArgs(dir), '--flush-every', '1', '--json'])
      await run.firstEvent(moment)
      run.process.kill('SIGKILL')
      const { code, stdout } = await run.finished
      expect(code).toBeNull()
      expect(startedPairs(stdout).filter(([pairId]) => done.has(pairId))).toEqual([])
      for (const pairId of finishedPairs(stdout)) done.add(pairId)

      expect(await listedStates(dir)).toEqual({ run: 'interrupted' })
      expectWholeFiles(dir)
    }
    expect(done.size).toBeGreaterThanOrEqual(2)
    expect(done.size).toBeLessThan(PAIRS)
    const [open] = input.manifest.rows.map((row) => row.pair_id).filter((pairId) => !done.has(pairId))
    leaveTemporary(dir, METRICS_FILE)
    leaveTemporary(join(dir, 'pair_artifacts', open), 'fields.npz')

    const { code, stdout } = await otolith(...input.runArgs(dir), '--json')
    expect(code).toBe(0)
    expect(startedPairs(stdout).filter(([pairId]) => done.has(pairId))).toEqual([])
    expect(await listedStates(dir)).toEqual({ run: 'finished' })
    expectSame(studyContent(dir), calm)
    expect(filesUnder(dir).filter((path) => path.endsWith('.tmp'))).toEqual([])
  })
})

describe('stopped by Ctrl-C', () => {
  it.skipIf(process.platform === 'win32')('exits with 130, is cancelled, and ends up with the same', async () => {
    const dir = join(folder.path, 'stopped')
    const run = start([...input.runArgs(dir), '--json'])
    await run.firstEvent('pair-finished')
    run.process.kill('SIGINT')
    const { code, stdout } = await run.finished
    expect(code).toBe(130)
    const done = finishedPairs(stdout)
    expect(done.length).toBeLessThan(PAIRS)
    const shown = await shownRun(dir)
    expect(shown.state).toBe('cancelled')
    expect(shown.pairs.filter(({ state }) => state === 'ok').map(({ pairId }) => pairId)).toEqual(
      input.manifest.rows.map((row) => row.pair_id).filter((pairId) => done.includes(pairId)),
    )
    expect(shown.pairs.filter(({ state }) => state !== 'ok').every(({ state }) => state === 'queued')).toBe(true)
    // the tables were written before it ended
    expect(tableRows(join(dir, METRICS_FILE)).map((row) => row.pair_id)).toEqual(done.toSorted())
    expectWholeFiles(dir)

    expect((await otolith(...input.runArgs(dir))).code).toBe(0)
    expectSame(studyContent(dir), calm)
  })

  it.skipIf(process.platform === 'win32')('while it still checks the input, it writes nothing', async () => {
    const dir = join(folder.path, 'stopped-early')
    const run = start([...input.runArgs(dir), '--json'])
    await run.firstEvent('preflight-started')
    run.process.kill('SIGINT')
    expect((await run.finished).code).toBe(130)
    expect(filesUnder(dir)).toEqual([])
  })
})

function expectSame(found: StudyContent, expected: StudyContent): void {
  expect(found.metrics).toEqual(expected.metrics)
  expect(found.features).toEqual(expected.features)
  expect(found.artifacts).toEqual(expected.artifacts)
}

/** Whatever stands under a final name can be decoded; what cannot has a temporary one. */
function expectWholeFiles(dir: string): void {
  const allowed = /^(otolith\.db(-wal|-shm)?|ot_\w+\.parquet|run_log_run\.csv|pair_artifacts[/\\].+|\..+\.tmp)$/
  const paths = filesUnder(dir)
  expect(paths.filter((path) => !allowed.test(path))).toEqual([])
  for (const [path, content] of Object.entries(artifactContents(dir, 'allowed'))) {
    expect(calm.artifacts[path], path).toEqual(content)
  }
  for (const table of TABLES.filter((name) => paths.includes(name))) tableRows(join(dir, table))
}

/** A temporary file such as a killed process leaves, of a process id that no system gives. */
function leaveTemporary(dir: string, name: string): void {
  const host = hostname()
    .replaceAll(/[^A-Za-z0-9-]/g, '-')
    .slice(0, 40)
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, `.${name}.${host}.99999999-0123456789ab.tmp`), 'half of it')
}

function startedPairs(stdout: string): (readonly [pairId: string, because: string])[] {
  return eventsOf(stdout).flatMap((event: RunEvent) =>
    event.kind === 'pair-started' ? [[event.pairId, event.because] as const] : [],
  )
}

function finishedPairs(stdout: string): string[] {
  return eventsOf(stdout).flatMap((event) => (event.kind === 'pair-finished' ? [event.pairId] : []))
}
