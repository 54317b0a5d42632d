import { expect, test } from 'vitest'
import { RunProgress } from '../../src/service/run-progress.ts'

const begun = (pairId: string) => ({ kind: 'pair-started', pairId, because: 'new' }) as const

test('a pair is stalled after ten times the median and ten seconds, and not while it waits for a worker', () => {
  const progress = new RunProgress(2, [2, 3, 4])
  for (const pairId of ['slow', 'also', 'waiting']) progress.add(begun(pairId), 0)
  expect(progress.view(30_000).stalled).toEqual([])
  expect(progress.view(30_001).stalled).toEqual(['slow', 'also'])

  const quick = new RunProgress(2, [0.1, 0.2, 0.3])
  quick.add(begun('slow'), 0)
  expect(quick.view(10_000).stalled).toEqual([])
  expect(quick.view(10_001).stalled).toEqual(['slow'])
})

test('without a pair to compare with none is stalled', () => {
  const progress = new RunProgress(1, [])
  progress.add(begun('first'), 0)
  expect(progress.view(1e9).stalled).toEqual([])
})

test('the newest pair is one that was solved', () => {
  const progress = new RunProgress(1, [])
  const finished = { kind: 'pair-finished', engine: 'cpu', runtimeSec: 1, figures: null, error: null } as const
  progress.add(begun('a'), 0)
  progress.add({ ...finished, pairId: 'a', state: 'ok' }, 1)
  progress.add(begun('b'), 2)
  progress.add({ ...finished, pairId: 'b', state: 'failed' }, 3)
  expect(progress.view(4)).toMatchObject({ newestPairId: 'a', inFlight: [] })
})

test('what happened to the engine is told in order, the last fifty', () => {
  const progress = new RunProgress(1, [])
  const died = { kind: 'engine-died', engine: 'tfjs', reason: 'its process was killed', givenUp: false } as const
  for (let i = 0; i < 60; i++)
    progress.add({ kind: 'engine-failed', engine: 'tfjs', pairId: `p${i}`, error: 'memory' }, i)
  progress.add(died, 60)
  progress.add({ ...died, givenUp: true }, 61)
  const { engineEvents } = progress.view(62)
  expect(engineEvents).toHaveLength(50)
  expect(engineEvents[0]).toBe('p12: the tfjs engine failed (memory), the cpu engine solved it')
  expect(engineEvents.slice(-2)).toEqual([
    'the tfjs engine died: its process was killed. The cpu engine solves the pairs it had, and it is started again for the others',
    'the tfjs engine died: its process was killed. The cpu engine solves the pairs it had, and all that are left: it is not started again',
  ])
})
