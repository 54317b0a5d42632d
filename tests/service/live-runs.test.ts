import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createRouterClient, ORPCError } from '@orpc/server'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, test } from 'vitest'
import type { RunSettings } from '../../src/api/run-settings.ts'
import type { PairView } from '../../src/api/run-views.ts'
import type { RunUpdate } from '../../src/api/runs-contract.ts'
import { registry } from '../../src/engines/engine-registry.ts'
import { CudaInstaller } from '../../src/service/cuda-installer.ts'
import { estimateProcedure } from '../../src/service/estimate-procedure.ts'
import { FieldReader } from '../../src/service/fields/field-reader.ts'
import { FrameDesk } from '../../src/service/frame-desk.ts'
import { LiveRuns } from '../../src/service/live-runs.ts'
import { pathGuard } from '../../src/service/path-guard.ts'
import { runControlProcedures } from '../../src/service/run-control-procedures.ts'
import type { ServiceContext } from '../../src/service/service-context.ts'
import { writeDemoFiles } from '../../src/study/demo-files.ts'
import { readManifest } from '../../src/study/manifest.ts'
import { RunStore, STORE_FILE } from '../../src/study/run-store.ts'
import { tempDir } from '../support/temp-dir.ts'

/** pooled, so that a pair takes a moment only */
const SETTINGS: RunSettings = {
  downsampleFactor: 4,
  refinement: 'none',
  backend: 'cpu',
  workers: 1,
  coupling: 'none',
  requireYolk: true,
}

/** at full resolution, so that there is a middle to stop in */
const SLOW: RunSettings = { ...SETTINGS, downsampleFactor: 1 }

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** A study of its own for the test with a service over it. */
function service(pairs: number) {
  const studyDir = tempDir()
  const files = writeDemoFiles(studyDir, { pairs })
  using store = RunStore.open(studyDir)
  store.inputs.set({ tablePath: files.tablePath, dataRoot: files.dataRoot })
  const liveRuns = new LiveRuns()
  const closing = new AbortController()
  const context: ServiceContext = {
    paths: pathGuard(null),
    appDir: studyDir,
    studiesDir: studyDir,
    trash: async () => {},
    engines: registry,
    cuda: new CudaInstaller(),
    liveRuns,
    frames: new FrameDesk(closing.signal),
    fields: new FieldReader(),
    closing: closing.signal,
  }
  closers.push(async () => {
    closing.abort()
    await liveRuns[Symbol.asyncDispose]()
  })
  const client = createRouterClient({ ...runControlProcedures, estimate: estimateProcedure }, { context })
  const run = { studyDir, runId: 'run' }
  const asked = { ...run, manifestPath: files.manifestPath, settings: SETTINGS }
  return { client, files, liveRuns, closing, run, asked, studyDir }
}

type Watch = AsyncIterable<RunUpdate>

/** Reads updates until one of them makes `isDone` true; all that were read. */
async function until(watch: Watch, isDone: (update: RunUpdate, seen: Watched) => boolean): Promise<Watched> {
  const seen = new Watched()
  for await (const update of watch) {
    seen.add(update)
    if (isDone(update, seen)) break
  }
  return seen
}

/** What a window that hears these updates knows. */
class Watched {
  readonly updates: RunUpdate[] = []
  readonly pairs = new Map<string, PairView>()
  state: string | undefined

  add(update: RunUpdate): void {
    this.updates.push(update)
    if (update.kind !== 'snapshot' && update.kind !== 'changed') return
    this.state = update.run?.state ?? this.state
    if (update.kind === 'snapshot') this.pairs.clear()
    for (const pair of update.pairs) this.pairs.set(pair.pairId, pair)
  }

  count(state: PairView['state']): number {
    return [...this.pairs.values()].filter((pair) => pair.state === state).length
  }
}

const isOver = (_: RunUpdate, { state, updates }: Watched) => {
  const last = updates.at(-1)
  return state !== undefined && state !== 'running' && last !== undefined && 'live' in last && last.live === null
}

test('a run that is begun goes on by itself, and whoever watches ends up with what the store holds', async () => {
  const { client, asked, run, studyDir, liveRuns } = service(3)
  await client.start(asked)
  expect(liveRuns.list()).toEqual([run])
  const seen = await until(await client.watch(run), isOver)

  expect(seen.state).toBe('finished')
  expect(seen.updates[0].kind).toBe('snapshot')
  expect(seen.updates.map(({ kind }) => kind)).toContain('checked')
  using store = RunStore.open(studyDir)
  expect([...seen.pairs.values()].toSorted((a, b) => a.position - b.position)).toEqual(store.pairGlances('run'))
  expect(liveRuns.list()).toEqual([])
  const phases = seen.updates.flatMap((update) => ('live' in update && update.live ? [update.live.phase] : []))
  expect(phases).toContain('solving')
})

test('a watch goes on over a pause and a resume', async () => {
  const { client, asked, run } = service(4)
  await client.start(asked)
  await client.pause(run)
  let resumed: Promise<unknown> | undefined
  const seen = await until(await client.watch(run), (_, watched) => {
    // at once, while its tables may still be written
    if (watched.state === 'paused') resumed ??= client.resume(run)
    return watched.state === 'finished'
  })
  await resumed
  expect(seen.count('ok')).toBe(4)
})

test('a stopped run is cancelled, keeps what it has, and is taken up again', async () => {
  const { client, asked, run, studyDir } = service(8)
  await client.start({ ...asked, settings: SLOW })
  await until(await client.watch(run), (_, seen) => seen.count('ok') > 0)
  await client.stop(run)
  using store = RunStore.open(studyDir)
  expect(store.run('run')?.state).toBe('cancelled')
  const kept = store.countPairs('run').ok
  expect(kept).toBeGreaterThan(0)
  // what has ended needs no stopping
  await client.stop(run)

  await client.resume(run)
  const seen = await until(await client.watch(run), isOver)
  expect(seen.count('ok')).toBe(8)
})

test('a new run that is stopped before its input is checked leaves nothing', async () => {
  const { client, asked, run, studyDir, liveRuns } = service(4)
  await client.start(asked)
  await client.stop(run)
  expect(liveRuns.list()).toEqual([])
  using store = RunStore.open(studyDir)
  expect(store.run('run')).toBeUndefined()
  const seen = await until(await client.watch(run), () => true)
  expect(seen.updates).toMatchObject([{ kind: 'snapshot', run: null, pairs: [], live: null }])
})

test('one pair is run again', async () => {
  const { client, asked, run, files, studyDir } = service(2)
  await client.start(asked)
  await until(await client.watch(run), isOver)
  const [{ pairId }] = (await readManifest(files.manifestPath)).pairs
  const finishedAt = () => {
    using store = RunStore.open(studyDir)
    return store.pairMarks('run')
  }
  const before = finishedAt()
  await client.resume({ ...run, pairIds: [pairId] })
  await until(await client.watch(run), isOver)
  const after = finishedAt()
  expect([...after].filter(([id, mark]) => before.get(id) !== mark).map(([id]) => id)).toEqual([pairId])
})

describe('what can’t be run', () => {
  test('is refused to who begins it, where its input can’t be read', async () => {
    const { client, asked, liveRuns, studyDir } = service(1)
    const refused = await client
      .start({ ...asked, manifestPath: join(studyDir, 'nowhere.csv') })
      .catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(ORPCError)
    expect(refused).toMatchObject({ code: 'REFUSED', data: { problems: [{ file: join(studyDir, 'nowhere.csv') }] } })
    expect(liveRuns.list()).toEqual([])
  })

  test('is refused to all who watch, where a frame is bad, and nothing is written', async () => {
    const { client, asked, run, studyDir } = service(1)
    using store = RunStore.open(studyDir)
    store.inputs.set({ dataRoot: null })
    await client.start(asked)
    const seen = await until(await client.watch(run), ({ kind }) => kind === 'refused')
    const last = seen.updates.at(-1)
    expect(last).toMatchObject({ kind: 'refused' })
    expect(last?.kind === 'refused' && last.problems.some(({ kind }) => kind === 'missing-yolk')).toBe(true)
    expect(store.run('run')).toBeUndefined()
  })

  test('a run that is under way, here or in another process', async () => {
    const { client, asked, run, studyDir } = service(2)
    await client.start(asked)
    await expect(client.start(asked)).rejects.toThrow('under way already')
    await until(await client.watch(run), isOver)

    const db = new Database(join(studyDir, STORE_FILE))
    const now = new Date().toISOString()
    db.prepare(`UPDATE runs SET state = 'running', owner_pid = ?, heartbeat_at = ?`).run(process.ppid, now)
    db.close()
    await expect(client.resume(run)).rejects.toThrow(`process ${process.ppid}`)
    await expect(client.stop(run)).rejects.toThrow(`process ${process.ppid}`)
    await expect(client.pause(run)).rejects.toThrow(`process ${process.ppid}`)
  })

  test('a run that nobody knows can’t be watched or taken up', async () => {
    const { client, run } = service(1)
    await expect(until(await client.watch(run), () => true)).rejects.toThrow('no run run')
    await expect(client.resume(run)).rejects.toThrow('no run run')
  })
})

test('a run of another process is followed from the store', async () => {
  const { client, asked, run, studyDir } = service(2)
  await client.start({ ...asked, settings: { ...SETTINGS, limit: 1 } })
  await until(await client.watch(run), isOver)
  using store = RunStore.open(studyDir)
  const open = store.pairGlances('run').find(({ state }) => state === 'queued')
  const solved = store.pairs('run').find(({ state }) => state === 'ok')
  if (!open || !solved) throw new Error('one pair should be solved and one open')
  let isWritten = false
  const seen = await until(await client.watch(run), (_, { pairs }) => {
    if (!isWritten) {
      isWritten = true
      store.finishPair('run', open.pairId, solved)
    }
    return pairs.get(open.pairId)?.state === 'ok'
  })
  expect(seen.updates.at(-1)).toMatchObject({ kind: 'changed', live: null, pairs: [{ pairId: open.pairId }] })
})

test('ending the service stops its runs, which can be resumed, and all who watch', async () => {
  const { client, asked, run, studyDir, liveRuns, closing } = service(8)
  await client.start({ ...asked, settings: SLOW })
  const watch = await client.watch(run)
  await until(watch, (_, seen) => seen.count('ok') > 0)
  const other = until(await client.watch(run), () => false)
  closing.abort()
  await liveRuns[Symbol.asyncDispose]()
  using store = RunStore.open(studyDir)
  expect(store.run('run')?.state).toBe('cancelled')
  await other
  await expect(client.resume(run)).rejects.toThrow('closed')
})

test('an estimate solves a pair for real and writes nothing to the study', async () => {
  const { client, asked, run, files } = service(3)
  const events = []
  for await (const event of await client.estimate({
    studyDir: run.studyDir,
    manifestPath: asked.manifestPath,
    settings: SETTINGS,
  }))
    events.push(event)
  const pairIds = (await readManifest(files.manifestPath)).pairs.map(({ pairId }) => pairId)
  const [solving, ready] = events
  expect(pairIds).toContain(solving.kind === 'solving' && solving.pairId)
  expect(ready).toMatchObject({ kind: 'ready', pairCount: 3, samplePairId: 'pairId' in solving && solving.pairId })
  if (ready.kind !== 'ready') throw new Error('there is no estimate')
  expect(ready.sampleSec).toBeGreaterThan(0)
  expect(ready.totalSec).toBeGreaterThan(3 * ready.sampleSec)
  expect(existsSync(join(run.studyDir, 'pair_artifacts'))).toBe(false)

  await client.start(asked)
  await until(await client.watch(run), isOver)
  expect(ready.totalBytes).toBeGreaterThan(0)
})
