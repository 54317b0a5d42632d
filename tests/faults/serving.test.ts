import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { RunUpdate } from '../../src/api/runs-contract.ts'
import { type DemoFiles, writeDemoFiles } from '../../src/study/demo-files.ts'
import { type ServingProcess, startServing, TOLD_TO_END } from '../support/serving-process.ts'
import { type Connected, connect, type WorkbenchClient } from '../support/workbench-client.ts'
import { temporaryFolder } from './study-files.ts'

const PAIRS = 12
const SETTINGS = { downsampleFactor: 2, workers: 1, backend: 'cpu' } as const

const folder = temporaryFolder()
const appDir = join(folder.path, 'app')
const started: ServingProcess[] = []

const serve = async (root: string) => {
  const serving = await startServing(root, appDir)
  started.push(serving)
  return serving
}

afterEach(() => {
  for (const { process } of started.splice(0)) process.kill('SIGKILL')
})
afterAll(folder.remove)

/** A study of its own with a run to be made of it. */
async function studyFor(name: string, client: WorkbenchClient, files: DemoFiles) {
  const studyDir = join(folder.path, name)
  mkdirSync(studyDir, { recursive: true })
  await client.study.create({ studyDir, tablePath: files.tablePath, dataRoot: files.dataRoot })
  return { studyDir, runId: 'run' }
}

/** Follows a run until `isEnough`; gives the last snapshot with the changes since. */
async function followed(
  client: WorkbenchClient,
  run: { studyDir: string; runId: string },
  isEnough: (seen: Seen) => boolean,
) {
  const seen: Seen = { state: undefined, pairs: new Map() }
  for await (const update of await client.runs.watch(run)) {
    take(seen, update)
    if (isEnough(seen)) return seen
  }
  throw new Error('the watch ended')
}

interface Seen {
  state: string | undefined
  readonly pairs: Map<string, { readonly state: string; readonly runtimeSec: number | null }>
}

function take(seen: Seen, update: RunUpdate): void {
  if (update.kind !== 'snapshot' && update.kind !== 'changed') return
  seen.state = update.run?.state ?? seen.state
  for (const pair of update.pairs) seen.pairs.set(pair.pairId, pair)
}

const solvedOf = ({ pairs }: Seen) => [...pairs].filter(([, { state }]) => state === 'ok').map(([pairId]) => pairId)
const solvedSome = (seen: Seen) => solvedOf(seen).length >= 2
const isFinished = (seen: Seen) => seen.state === 'finished'

describe('a server that runs a study', () => {
  let files: DemoFiles

  beforeAll(() => {
    files = writeDemoFiles(join(folder.path, 'demo'), { pairs: PAIRS, seed: 1 })
  })

  it('loses the pairs under way alone when it is killed, and one call completes the run', async () => {
    const first = await serve(folder.path)
    using window = await connect(first.url)
    const run = await studyFor('killed', window.client, files)
    await window.client.runs.start({ ...run, manifestPath: files.manifestPath, settings: SETTINGS })
    const before = solvedOf(await followed(window.client, run, solvedSome))
    expect(await first.end('SIGKILL')).toBeNull()

    const second = await serve(folder.path)
    using again = await connect(second.url)
    const [listed] = await again.client.runs.list({ studyDir: run.studyDir })
    expect(listed?.state).toBe('interrupted')
    const runtimes = async () => (await snapshotOf(again, run)).pairs
    const kept = await runtimes()
    for (const pairId of before) expect(kept.get(pairId)).toMatchObject({ state: 'ok' })

    await again.client.runs.resume(run)
    const done = await followed(again.client, run, isFinished)
    expect(solvedOf(done)).toHaveLength(PAIRS)
    // what was solved before was not solved again
    for (const pairId of before) expect(done.pairs.get(pairId)?.runtimeSec).toBe(kept.get(pairId)?.runtimeSec)
  })

  it('stops its runs first when it is told to end, which are then free to be resumed', async () => {
    const first = await serve(folder.path)
    using window = await connect(first.url)
    const run = await studyFor('ended', window.client, files)
    await window.client.runs.start({ ...run, manifestPath: files.manifestPath, settings: SETTINGS })
    await followed(window.client, run, solvedSome)
    expect(await first.end('SIGTERM')).toBe(TOLD_TO_END)

    const second = await serve(folder.path)
    using again = await connect(second.url)
    const [listed] = await again.client.runs.list({ studyDir: run.studyDir })
    expect(listed?.state).toMatch(/^(cancelled|interrupted)$/)
    await again.client.runs.resume(run)
    expect(solvedOf(await followed(again.client, run, isFinished))).toHaveLength(PAIRS)
  })

  it('shows two windows the same run, and refuses another server that wants to run it', async () => {
    const first = await serve(folder.path)
    const second = await serve(folder.path)
    using one = await connect(first.url)
    using other = await connect(first.url)
    using elsewhere = await connect(second.url)
    const run = await studyFor('shared', one.client, files)
    // every pixel, so that it is still under way when the other server asks
    const settings = { ...SETTINGS, downsampleFactor: 1 }
    await one.client.runs.start({ ...run, manifestPath: files.manifestPath, settings })
    const ends = [followed(one.client, run, isFinished), followed(other.client, run, isFinished)]

    await followed(one.client, run, ({ state }) => state === 'running')
    await expect(elsewhere.client.runs.resume(run)).rejects.toThrow(String(first.process.pid))

    const [seen, seenToo] = await Promise.all(ends)
    expect(seen?.pairs.size).toBe(PAIRS)
    expect(seenToo?.pairs).toEqual(seen?.pairs)
  })
})

async function snapshotOf({ client }: Connected, run: { studyDir: string; runId: string }): Promise<Seen> {
  return followed(client, run, () => true)
}
