import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { confounded, type DesignRow, designCells, suggestedBins } from '../../src/study/manifest-design.ts'

const row = (embryoId: string, stageHpf: number, group: string, by: string): DesignRow => ({
  embryoId,
  stageHpf,
  group,
  by,
})

const ROWS = [
  row('w1', 30, 'wt', 'mon'),
  row('w1', 30.3, 'wt', 'mon'),
  row('w2', 29.6, 'wt', 'tue'),
  row('m1', 30, 'mut', 'mon'),
]

describe('designCells', () => {
  test('counts each embryo once', () => {
    expect(designCells(ROWS, [30, 48], 0.5)).toEqual([
      { group: 'wt', by: 'mon', binHpf: 30, embryoCount: 1 },
      { group: 'wt', by: 'tue', binHpf: 30, embryoCount: 1 },
      { group: 'mut', by: 'mon', binHpf: 30, embryoCount: 1 },
    ])
  })
})

describe('confounded', () => {
  const warningsOf = (rows: readonly DesignRow[]) => confounded(designCells(rows, [30], 0.5), 'experiment_date')

  test('is said of a group that shares no date with another, at each bin for itself', () => {
    expect(warningsOf(ROWS)).toEqual([])
    const apart = ROWS.map((one) => (one.group === 'mut' ? { ...one, by: 'wed' } : one))
    expect(warningsOf(apart)).toEqual([
      expect.stringContaining('no other group shares a experiment_date with wt (mon, tue)'),
      expect.stringContaining('no other group shares a experiment_date with mut (wed)'),
    ])
  })

  test('says nothing of one group alone', () => {
    expect(warningsOf(ROWS.filter(({ group }) => group === 'wt'))).toEqual([])
  })
})

describe('suggestedBins', () => {
  test('finds the hours at which embryos were filmed', () => {
    const rows = ['a', 'b', 'c'].flatMap((id) =>
      [30, 48].map((stageHpf) => ({ embryoId: id, stageHpf: stageHpf + 0.2 })),
    )
    expect(suggestedBins(rows, 0.5)).toEqual([
      { binHpf: 30, embryoCount: 3 },
      { binHpf: 48, embryoCount: 3 },
    ])
  })

  test('no frame belongs to two of them, and each count is right', () => {
    const rows = fc.array(
      fc.record({
        embryoId: fc.constantFrom('a', 'b', 'c', 'd'),
        stageHpf: fc.double({ min: 0, max: 72, noNaN: true }),
      }),
    )
    fc.assert(
      fc.property(rows, fc.constantFrom(0, 0.25, 0.5, 2), (all, toleranceHpf) => {
        const bins = suggestedBins(all, toleranceHpf)
        bins.forEach(({ binHpf, embryoCount }, i) => {
          if (i > 0) expect(binHpf - bins[i - 1].binHpf).toBeGreaterThan(2 * toleranceHpf)
          const here = all.filter(({ stageHpf }) => Math.abs(stageHpf - binHpf) <= toleranceHpf + 1e-9)
          expect(embryoCount).toBe(new Set(here.map(({ embryoId }) => embryoId)).size)
        })
      }),
    )
  })
})
