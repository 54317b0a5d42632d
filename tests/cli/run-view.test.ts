import { afterEach, expect, test, vi } from 'vitest'
import { runView } from '../../src/cli/run-view.ts'
import type { RunEvent } from '../../src/runner/run-event.ts'

afterEach(() => vi.restoreAllMocks())

/** What a person is shown of an event. */
function shown(event: RunEvent): string {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  runView({ json: false }).show(event)
  return write.mock.calls.map(([text]) => text).join('')
}

test('a run begins with who solves it and why', () => {
  const line = shown({
    kind: 'run-started',
    runId: 'first',
    engine: 'tfjs',
    device: 'GPU',
    because: 'asked for',
    workers: 2,
    pairCount: 1,
    skippedCount: 0,
  })
  expect(line).toBe('run first: 1 pair, on tfjs (GPU; asked for) with 2 workers\n')
})

test('an engine’s death is told, and what comes of it', () => {
  const death = { kind: 'engine-died', engine: 'tfjs', reason: 'its process was killed' } as const
  expect(shown({ ...death, givenUp: false })).toBe(
    'the tfjs engine died: its process was killed. The cpu engine solves the pairs it had, and it is started again for the others\n',
  )
  expect(shown({ ...death, givenUp: true })).toContain('it is not started again')
})

test('a pair that the engine failed is told with the reason', () => {
  expect(shown({ kind: 'engine-failed', engine: 'tfjs', pairId: 'a', error: 'out of memory' })).toBe(
    'a: the tfjs engine failed (out of memory), the cpu engine solved it\n',
  )
})

test('a summary says who solved what, where it was more than one', () => {
  const counts = { queued: 0, running: 0, ok: 3, unconverged: 0, failed: 0, skipped: 0 }
  const summary = {
    runId: 'first',
    state: 'finished',
    counts,
    wallSec: 1,
    uncertainFrames: [],
    flaggedFrames: {},
    flaggedPairs: {},
    selfExchangePairs: 0,
  } as const
  expect(shown({ kind: 'run-finished', summary: { ...summary, solvedBy: { cpu: 3 }, engineDeaths: [] } })).toBe(
    'run first finished: 3 ok, in 1.0 s\n',
  )
  const text = shown({
    kind: 'run-finished',
    summary: { ...summary, solvedBy: { tfjs: 2, cpu: 1 }, engineDeaths: ['its process was killed'] },
  })
  expect(text).toContain('pairs by engine: 2 tfjs, 1 cpu\n')
  expect(text).toContain('the engine died once: its process was killed\n')
})
