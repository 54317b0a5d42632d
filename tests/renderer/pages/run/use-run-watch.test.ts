import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PairView, RunDetails } from '../../../../src/api/run-views.ts'
import { PAIR_STATES } from '../../../../src/api/states.ts'
import { afterUpdate, type WatchedRun } from '../../../../src/renderer/pages/run/use-run-watch.ts'

const pair = (position: number, state: PairView['state'] = 'queued'): PairView => ({
  pairId: `pair-${position}`,
  position,
  state,
  runtimeSec: null,
  iterations: null,
  gap: null,
  meanDistanceUm: null,
  createdPct: null,
  divergenceUm: null,
  error: null,
})

const run: RunDetails = {
  studyDir: '/study',
  runId: 'run',
  title: 'run',
  note: '',
  tags: [],
  archivedAt: null,
  state: 'running',
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
  engine: 'cpu',
  pairCount: 2,
  counts: { ok: 0, unconverged: 0, failed: 0, running: 0, queued: 2, skipped: 0 },
  parameters: {},
  environment: { engine: 'cpu' },
  manifestPath: '/m.csv',
  tablePath: '/t.csv',
  dataRoot: null,
  missingInputs: [],
  artifactsDir: '/study/pair_artifacts',
  owner: { host: 'here', pid: 1, isThisProcess: true },
  solvedBy: {},
  engineEvents: [],
  command: 'otolith run',
}

const begun: WatchedRun = afterUpdate(null, { kind: 'snapshot', run, pairs: [pair(2), pair(3)], live: null })

test('changed pairs take the place of those that they were, in the manifest’s order, whatever comes first', () => {
  const changes = fc.array(
    fc.array(fc.record({ position: fc.integer({ min: 2, max: 12 }), state: fc.constantFrom(...PAIR_STATES) })),
  )
  fc.assert(
    fc.property(changes, (updates) => {
      const latest = new Map([pair(2), pair(3)].map((known) => [known.pairId, known]))
      let watched = begun
      for (const update of updates) {
        const pairs = [...new Map(update.map((one) => [one.position, pair(one.position, one.state)])).values()]
        for (const one of pairs) latest.set(one.pairId, one)
        watched = afterUpdate(watched, { kind: 'changed', run: null, pairs, live: null })
      }
      expect(watched.pairs).toEqual([...latest.values()].toSorted((a, b) => a.position - b.position))
    }),
  )
})

test('what a change does not say of the run stays', () => {
  const { environment: _environment, ...rest } = run
  const { parameters: _p, manifestPath: _m, tablePath: _t, dataRoot: _d, missingInputs: _i, ...others } = rest
  const { artifactsDir: _a, owner: _o, solvedBy: _s, engineEvents: _e, command: _c, ...summary } = others
  const later = afterUpdate(begun, {
    kind: 'changed',
    run: { ...summary, title: 'Wild types' },
    pairs: [],
    live: null,
  })
  expect(later.run).toEqual({ ...run, title: 'Wild types' })
  expect(afterUpdate(later, { kind: 'changed', run: null, pairs: [], live: null }).run).toEqual(later.run)
})

test('a refusal is forgotten once the run is begun again', () => {
  const refused = afterUpdate(begun, { kind: 'refused', problems: [] })
  expect(refused.refused).toEqual([])
  expect(afterUpdate(refused, { kind: 'snapshot', run, pairs: [], live: null }).refused).toBeNull()
})
