import { describe, expect, it } from 'vitest'
import { changeOf, formatValue } from '../../src/renderer/pages/runs/compare-values.ts'
import { canResume, filterRuns, NO_FILTER, type RunRow, tagsOf } from '../../src/renderer/pages/runs/run-row.ts'

function run(runId: string, others: Partial<RunRow> = {}): RunRow {
  return {
    studyDir: '/data/heart',
    studyName: 'heart',
    runId,
    title: runId,
    note: '',
    tags: [],
    archivedAt: null,
    state: 'finished',
    createdAt: '2026-11-01T00:00:00Z',
    updatedAt: '2026-11-01T00:00:00Z',
    engine: 'cpu',
    pairCount: 4,
    counts: { ok: 4, unconverged: 0, failed: 0, running: 0, queued: 0, skipped: 0 },
    ...others,
  }
}

describe('filterRuns', () => {
  const runs = [
    run('a', { title: 'Wild types', tags: ['figure 2'] }),
    run('b', { note: 'wild, but ventralised', state: 'interrupted' }),
    run('c', { archivedAt: '2026-11-02T00:00:00Z' }),
  ]
  const found = (filter: object) => filterRuns(runs, { ...NO_FILTER, ...filter }).map(({ runId }) => runId)

  it('keeps the archived apart', () => {
    expect(found({})).toEqual(['a', 'b'])
    expect(found({ shelf: 'archived' })).toEqual(['c'])
    expect(found({ shelf: 'all' })).toEqual(['a', 'b', 'c'])
  })

  it('finds every word, in whichever text, ignoring case', () => {
    expect(found({ search: 'WILD' })).toEqual(['a', 'b'])
    expect(found({ search: 'wild ventral' })).toEqual(['b'])
    expect(found({ search: 'figure heart' })).toEqual(['a'])
    expect(found({ search: 'nothing' })).toEqual([])
  })

  it('takes state and tag', () => {
    expect(found({ state: 'interrupted' })).toEqual(['b'])
    expect(found({ tag: 'figure 2' })).toEqual(['a'])
  })

  it('lists tags once', () => {
    expect(tagsOf([...runs, run('d', { tags: ['figure 2', 'a'] })])).toEqual(['a', 'figure 2'])
  })
})

describe('canResume', () => {
  const counts = run('x').counts
  it('is so while something is left to do and nobody does it', () => {
    expect(canResume(run('x'))).toBe(false)
    expect(canResume(run('x', { counts: { ...counts, ok: 3, queued: 1 } }))).toBe(true)
    expect(canResume(run('x', { counts: { ...counts, ok: 3, failed: 1 } }))).toBe(true)
    expect(canResume(run('x', { state: 'running', counts: { ...counts, ok: 3, queued: 1 } }))).toBe(false)
  })
})

describe('compared values', () => {
  it('are read as what they are', () => {
    expect([null, '', true, false, 3000, 1e-4, 'anterior'].map(formatValue)).toEqual([
      '–',
      '–',
      'yes',
      'no',
      '3,000',
      '1.0 × 10⁻⁴',
      'anterior',
    ])
  })

  it('say how far they are from the baseline where that means something', () => {
    expect(changeOf(11, 10)?.replace('\u00a0', ' ')).toBe('+10 %')
    expect(changeOf(9.9, 10)?.replace('\u00a0', ' ')).toBe('−1.0 %')
    expect(changeOf(1, 0)).toBeNull()
    expect(changeOf('a', 10)).toBeNull()
    expect(changeOf(1e6, 1)).toBeNull()
  })
})
