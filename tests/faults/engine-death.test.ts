import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { METRICS_FILE } from '../../src/runner/study-tables.ts'
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
    const engines = new Set(tableRows(join(dir, METRICS_FILE)).map(({ engine }) => engine))
    expect(engines).toContain('cpu')
    expect([...engines].some((engine) => String(engine).startsWith('tfjs'))).toBe(true)
  })
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
