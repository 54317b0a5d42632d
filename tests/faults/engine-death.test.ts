import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { EngineRegistry } from '../../src/engines/engine-registry.ts'
import { runBatch } from '../../src/runner/run-batch.ts'
import type { RunEvent } from '../../src/runner/run-event.ts'
import type { RunOptions } from '../../src/runner/run-options.ts'
import { METRICS_FILE } from '../../src/runner/study-tables.ts'
import { RunStore } from '../../src/study/run-store.ts'
import { registryWith } from '../support/test-engines.ts'
import { eventsOf, otolith, start } from './command-line.ts'
import { demoInput, tableRows, temporaryFolder } from './study-files.ts'

const PAIRS = 12

const folder = temporaryFolder()
const input = demoInput(join(folder.path, 'demo'), PAIRS)

afterAll(folder.remove)

describe.runIf(existsSync('/proc/self/task'))('kill -9 of the process that the tfjs engine lives in', () => {
  it('costs no pair, and the run says what happened', async () => {
    const dir = join(folder.path, 'killed')
    const run = start([...input.runArgs(dir), '--backend', 'tfjs', '--json'])
    await run.firstEvent('pair-finished')
    for (const pid of childrenOf(run.process.pid)) process.kill(pid, 'SIGKILL')

    const { code, stdout, stderr } = await run.finished
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const events = eventsOf(stdout)
    expect(events.filter(({ kind }) => kind === 'engine-died')).toMatchObject([
      { engine: 'tfjs', reason: 'its process was killed', givenUp: false },
    ])
    expect(events.at(-1)).toMatchObject({
      kind: 'run-finished',
      summary: { state: 'finished', counts: { ok: PAIRS, failed: 0 }, engineDeaths: ['its process was killed'] },
    })
    const { stdout: shown } = await otolith('runs', 'show', dir)
    expect(shown).toMatch(
      /^\S+Z {2}the tfjs engine died: its process was killed\. The cpu engine solves the pairs it had/m,
    )
    const engines = new Set(tableRows(join(dir, METRICS_FILE)).map(({ engine }) => engine))
    expect(engines).toContain('cpu')
    expect([...engines].some((engine) => String(engine).startsWith('tfjs'))).toBe(true)
  })
})

/** What a run on a peculiar engine came to, its host a process; `onEvent` may do something to that. */
async function runOn(
  registry: EngineRegistry,
  name: string,
  options: Partial<RunOptions> = {},
  onEvent = (_: RunEvent) => {},
) {
  const studyDir = join(folder.path, name)
  const events: RunEvent[] = []
  const tell = (event: RunEvent) => {
    events.push(event)
    onEvent(event)
  }
  const runOptions = { ...input.runOptions(studyDir), ...options }
  const summary = await runBatch(runOptions, tell, new AbortController().signal, registry)
  using store = RunStore.open(studyDir, { readOnly: true })
  const recorded = store.engineEvents(runOptions.runId, 1000).map(({ text }) => text)
  return { summary, events, recorded, environment: store.run(runOptions.runId)?.environment }
}

describe.runIf(existsSync('/proc/self/task'))('a host that is stopped in mid-batch and never answers', () => {
  it('is ended, and costs no pair', async () => {
    const isFirst = { isStill: true }
    const { summary, events, recorded } = await runOn(
      registryWith('none', 3),
      'silent',
      { backend: 'tfjs' },
      ({ kind }) => {
        if (kind !== 'pair-finished' || !isFirst.isStill) return
        isFirst.isStill = false
        for (const pid of childrenOf(process.pid).filter(isHost)) process.kill(pid, 'SIGSTOP')
      },
    )
    expect(summary).toMatchObject({ state: 'finished', counts: { ok: PAIRS, failed: 0 } })
    expect(summary?.engineDeaths).toEqual(['it gave no answer for 3 s'])
    expect(events.filter(({ kind }) => kind === 'engine-died')).toHaveLength(1)
    expect(recorded).toEqual([expect.stringContaining('the tfjs engine died: it gave no answer for 3 s')])
  })
})

describe('memory that can’t be had', () => {
  it('costs no pair, and the run says of each what happened', async () => {
    const { summary, recorded } = await runOn(registryWith('allocates too much'), 'memory', { backend: 'tfjs' })
    expect(summary).toMatchObject({ state: 'finished', counts: { ok: PAIRS, failed: 0 }, solvedBy: { cpu: PAIRS } })
    expect(recorded).toHaveLength(PAIRS)
    for (const text of recorded)
      expect(text).toMatch(/the tfjs engine failed \(Array buffer allocation failed\), the cpu engine/)
  })
})

describe('a device that is lost', () => {
  it('costs no pair, and the run says what happened', async () => {
    const { summary, recorded } = await runOn(registryWith('loses its device at once'), 'lost', { backend: 'tfjs' })
    expect(summary).toMatchObject({ state: 'finished', counts: { ok: PAIRS, failed: 0 }, solvedBy: { cpu: PAIRS } })
    // how often depends on how many it had at once; that the third time is the last, hosted-solver.test.ts says
    expect(recorded.length).toBeGreaterThan(0)
    for (const text of recorded) expect(text).toContain('CUDA_ERROR_ILLEGAL_ADDRESS')
  })
})

describe('an engine whose probe goes wrong', () => {
  it.each([
    ['is killed when probed', 'its process was killed'],
    ['hangs when probed', 'it gave no answer for 3 s'],
    ['allocates too much', 'Array buffer allocation failed'],
  ] as const)(
    'one that %s is not taken: cpu solves all pairs, and the run’s record says why',
    async (fault, reason) => {
      const { summary, environment } = await runOn(registryWith(fault, 3), fault, { backend: 'auto' })
      expect(summary).toMatchObject({ state: 'finished', counts: { ok: PAIRS, failed: 0 }, solvedBy: { cpu: PAIRS } })
      expect(environment).toMatchObject({ engine: 'cpu', engine_choice: expect.stringContaining(reason) })
    },
  )
})

describe('Ctrl-C in a run on an engine in a process of its own', () => {
  it('cancels the run, is not told as the engine’s death, and leaves no process', async () => {
    const dir = join(folder.path, 'cancelled')
    const run = start([...input.runArgs(dir), '--backend', 'tfjs', '--json'])
    await run.firstEvent('pair-finished')
    const children = childrenOf(run.process.pid)
    // a terminal sends it to all of them
    for (const pid of [run.process.pid, ...children]) if (pid !== undefined) process.kill(pid, 'SIGINT')
    const { code, stdout } = await run.finished
    expect(code).toBe(130)
    expect(eventsOf(stdout).filter(({ kind }) => kind === 'engine-died')).toEqual([])
    for (const pid of children) expect(() => process.kill(pid, 0)).toThrow()

    expect((await otolith(...input.runArgs(dir))).code).toBe(0)
    expect(tableRows(join(dir, METRICS_FILE))).toHaveLength(PAIRS)
  })
})

describe.runIf(existsSync('/proc/self/task'))('kill -9 of a run on an engine in a process of its own', () => {
  it('leaves no process behind', async () => {
    const run = start([...input.runArgs(join(folder.path, 'orphaned')), '--backend', 'tfjs', '--json'])
    await run.firstEvent('pair-finished')
    const children = childrenOf(run.process.pid)
    expect(children).toHaveLength(1)
    run.process.kill('SIGKILL')
    await run.finished
    await expect.poll(() => children.filter((pid) => existsSync(`/proc/${pid}`)), { timeout: 30_000 }).toEqual([])
  })
})

/** Processes that this process started, as Linux lists them; none elsewhere. */
function childrenOf(pid: number | undefined): number[] {
  const tasks = `/proc/${pid}/task`
  if (!existsSync(tasks)) return []
  return readdirSync(tasks).flatMap((task) =>
    readFileSync(join(tasks, task, 'children'), 'utf8')
      .split(' ')
      .filter(Boolean)
      .map(Number),
  )
}

/** Of this process' children, the one that an engine lives in. */
function isHost(pid: number): boolean {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('host-main')
}
