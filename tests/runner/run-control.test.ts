import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { registry } from '../../src/engines/engine-registry.ts'
import { runBatch } from '../../src/runner/run-batch.ts'
import type { RunEvent, RunProgress } from '../../src/runner/run-event.ts'
import type { RunOptions } from '../../src/runner/run-options.ts'
import { runParameters } from '../../src/runner/run-parameters.ts'
import { storedOptions } from '../../src/runner/stored-run.ts'
import { METRICS_FILE } from '../../src/runner/study-tables.ts'
import { type DemoFiles, writeDemoFiles } from '../../src/study/demo-files.ts'
import { frameKey } from '../../src/study/embryo-table.ts'
import { readManifest } from '../../src/study/manifest.ts'
import { decodeParquet } from '../../src/study/parquet-table.ts'
import { ProblemsError } from '../../src/study/problem.ts'
import { RunStore, STORE_FILE } from '../../src/study/run-store.ts'
import { PLAIN_RUN } from '../support/plain-run.ts'
import { tempDir } from '../support/temp-dir.ts'

const PAIRS = 4

/** A demo study of its own for the test, pooled so that it takes seconds. */
function demo(): { readonly files: DemoFiles; readonly options: RunOptions } {
  const dir = tempDir()
  const files = writeDemoFiles(dir, { pairs: PAIRS })
  const options: RunOptions = {
    tablePath: files.tablePath,
    manifestPath: files.manifestPath,
    dataRoot: files.dataRoot,
    studyDir: join(dir, 'study'),
    runId: 'run',
    parameters: runParameters({ downsampleFactor: 4, refinement: 'none' }),
    backend: 'cpu',
    workers: 1,
    coupling: 'none',
    ...PLAIN_RUN,
  }
  return { files, options }
}

async function run(options: RunOptions, onEvent: (event: RunEvent) => void = () => {}, pause?: AbortSignal) {
  const events: RunEvent[] = []
  const listener = (event: RunEvent) => {
    events.push(event)
    onEvent(event)
  }
  const summary = await runBatch(options, listener, new AbortController().signal, registry, pause)
  const started = events.flatMap((event) => (event.kind === 'pair-started' ? [[event.pairId, event.because]] : []))
  return { events, summary, started }
}

function statesOf({ studyDir, runId }: RunOptions) {
  using store = RunStore.open(studyDir)
  return Object.fromEntries(store.pairStates(runId).map(({ pairId, state }) => [pairId, state]))
}

async function manifestPairs({ manifestPath }: DemoFiles) {
  return (await readManifest(manifestPath)).pairs
}

/** Decides something of the study's frames. */
function decide({ studyDir }: RunOptions, change: (store: RunStore) => unknown): void {
  using store = RunStore.open(studyDir)
  change(store)
}

/** Makes the run look as if the process that started this one carried it out. */
function handOver({ studyDir }: RunOptions): void {
  const db = new Database(join(studyDir, STORE_FILE))
  db.prepare(`UPDATE runs SET state = 'running', owner_pid = ?, heartbeat_at = ?`).run(
    process.ppid,
    new Date().toISOString(),
  )
  db.close()
}

function rowOf({ studyDir, runId }: RunOptions, pairId: string) {
  using store = RunStore.open(studyDir)
  const { metrics } = store.pairs(runId).find((pair) => pair.pairId === pairId) ?? {}
  return Object.fromEntries(Object.entries(metrics ?? {}).filter(([name]) => !name.endsWith('_sec')))
}

function tableIds({ studyDir }: RunOptions) {
  return decodeParquet(readFileSync(join(studyDir, METRICS_FILE))).rows.map((row) => row.pair_id)
}

/** how the source was laid on the grid */
function transformOf({ studyDir, runId }: RunOptions, pairId: string) {
  using store = RunStore.open(studyDir)
  const path = join(studyDir, store.run(runId)?.artifactsDir ?? '', pairId, 'metadata.json')
  return JSON.parse(readFileSync(path, 'utf8')).src_frame.placement.transform
}

describe('pausing', () => {
  test('finishes what is under way and begins no more; the run goes on from there', async () => {
    const { options } = demo()
    const pause = new AbortController()
    const first = await run(options, ({ kind }) => kind === 'pair-finished' && pause.abort(), pause.signal)
    expect(first.summary?.state).toBe('paused')
    const finished = first.events.filter(({ kind }) => kind === 'pair-finished')
    expect(first.started).toHaveLength(finished.length)
    expect(finished.length).toBeLessThan(PAIRS)

    const second = await run(options)
    expect(second.summary).toMatchObject({ state: 'finished', counts: { ok: PAIRS } })
    expect(second.started).toHaveLength(PAIRS - finished.length)
  })
})

describe('only some pairs', () => {
  test('are run, done or not, and come out as among all', async () => {
    const { options, files } = demo()
    await run(options)
    const [{ pairId }] = await manifestPairs(files)
    const before = rowOf(options, pairId)
    const again = await run({ ...options, pairIds: [pairId] })
    expect(again.started).toEqual([[pairId, 'asked for']])
    expect(again.summary?.state).toBe('finished')
    expect(rowOf(options, pairId)).toEqual(before)
  })

  test('leave the others waiting', async () => {
    const { options, files } = demo()
    const [, { pairId }] = await manifestPairs(files)
    const { summary } = await run({ ...options, pairIds: [pairId] })
    expect(summary?.state).toBe('paused')
    const states = statesOf(options)
    expect(Object.keys(states)).toHaveLength(PAIRS)
    expect(Object.entries(states).filter(([, state]) => state === 'ok')).toEqual([[pairId, 'ok']])
  })

  test('that are in no manifest are refused, before anything is written', async () => {
    const { options } = demo()
    await expect(run({ ...options, pairIds: ['nobody'] })).rejects.toThrow('the manifest has no pair nobody')
    expect(existsSync(options.studyDir)).toBe(false)
  })
})

describe('what a person decided of frames', () => {
  test('a turned frame’s pairs run again, say why, and say what was done', async () => {
    const { options, files } = demo()
    await run(options)
    const [{ src }] = await manifestPairs(files)
    const using = (await manifestPairs(files)).filter((pair) =>
      [pair.src, pair.tgt].some(
        ({ embryoId, frameIndex }) => embryoId === src.embryoId && frameIndex === src.frameIndex,
      ),
    )
    decide(options, (store) => store.decisions.correct(src, { turned: true, flipped: false }))

    const { started } = await run(options)

    expect(started.sort()).toEqual(using.map(({ pairId }) => [pairId, 'its inputs changed']).sort())
    using store = RunStore.open(options.studyDir)
    const artifactsDir = join(options.studyDir, store.run('run')?.artifactsDir ?? '')
    for (const { pairId } of using) {
      const metadata = JSON.parse(readFileSync(join(artifactsDir, pairId, 'metadata.json'), 'utf8'))
      expect(metadata.src_frame.correction).toEqual({ turned: true, flipped: false })
      expect(metadata.tgt_frame.correction).toBeNull()
    }
    // undone, the frame is what it was
    decide(options, ({ decisions }) => decisions.undo())
    expect((await run(options)).started.every(([, because]) => because === 'its inputs changed')).toBe(true)
  })

  test('a turned frame lies the other way round', async () => {
    const { options, files } = demo()
    const [{ src, pairId }] = await manifestPairs(files)
    await run({ ...options, limit: 1 })
    const before = transformOf(options, pairId)
    decide(options, (store) => store.decisions.correct(src, { turned: true, flipped: false }))
    await run({ ...options, limit: 1 })
    const after = transformOf(options, pairId)
    expect([after.yy, after.yx, after.xy, after.xx]).toEqual([-before.yy, -before.yx, -before.xy, -before.xx])
  })

  test('pairs of a frame that was left out are skipped with its reason, and leave the tables', async () => {
    const { options, files } = demo()
    await run(options)
    const [{ tgt, pairId }] = await manifestPairs(files)
    decide(options, (store) => store.decisions.exclude([tgt], 'its tail is cut off'))

    const { started, summary } = await run(options)

    expect(started).toEqual([])
    expect(summary?.counts.skipped).toBeGreaterThan(0)
    using store = RunStore.open(options.studyDir)
    const record = store.pairs('run').find((pair) => pair.pairId === pairId)
    expect(record).toMatchObject({ state: 'skipped', metrics: null })
    expect(record?.error).toContain('its tail is cut off')
    expect(tableIds(options)).not.toContain(pairId)

    decide(options, ({ decisions }) => decisions.include([tgt]))
    expect((await run(options)).started).toContainEqual([pairId, 'new'])
    expect(tableIds(options)).toContain(pairId)
  })

  test('a pair that is asked for says that it does not run', async () => {
    const { options, files } = demo()
    const [{ tgt, pairId }] = await manifestPairs(files)
    await run({ ...options, limit: 1 })
    decide(options, (store) => store.decisions.exclude([tgt], 'blurred'))
    await expect(run({ ...options, pairIds: [pairId] })).rejects.toThrow('blurred')
  })
})

describe('the event stream', () => {
  test('counts frames that were at hand: every frame is placed once', async () => {
    const { options, files } = demo()
    const { events } = await run(options)
    const last = events.findLast((event): event is RunProgress => event.kind === 'run-progress')
    const pairs = await manifestPairs(files)
    const frames = new Set(pairs.flatMap(({ src, tgt }) => [src, tgt]).map((f) => frameKey(f.embryoId, f.frameIndex)))
    expect(last).toMatchObject({ cacheMisses: frames.size, cacheHits: 2 * PAIRS })
  })
})

describe('a run’s record', () => {
  test('holds all that takes it up again', async () => {
    const { options } = demo()
    const asked: RunOptions = {
      ...options,
      parameters: runParameters({ downsampleFactor: 4, reachUm: 300, maxSupportPoints: 500, tolerance: 1e-5 }),
      coupling: 'sparse',
      includeControl: false,
      keepGoing: true,
      limit: 1,
    }
    await run(asked)
    using store = RunStore.open(options.studyDir)
    const record = store.run('run')
    if (!record) throw new Error('the run is not there')
    const { limit: _limit, ...kept } = asked
    expect(storedOptions(options.studyDir, record, undefined)).toEqual(kept)
    expect(store.inputs.get()).toEqual({ tablePath: options.tablePath, dataRoot: options.dataRoot })
  })

  test('names the process that has it, before any frame is looked at', async () => {
    const { options } = demo()
    await run({ ...options, limit: 1 })
    handOver(options)
    const events: RunEvent[] = []
    const refused = await runBatch(options, (event) => events.push(event), new AbortController().signal).catch(
      (error: unknown) => error,
    )
    expect(refused).toBeInstanceOf(ProblemsError)
    expect(String(refused)).toContain(`process ${process.ppid}`)
    expect(events).toEqual([])
  })
})
