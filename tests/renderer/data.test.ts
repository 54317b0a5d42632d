import { describe, expect, it } from 'vitest'
import type { PairView } from '../../src/api/study-views.ts'
import { formatFigure } from '../../src/renderer/data/format.ts'
import { ROW_HEIGHT, rowWindow } from '../../src/renderer/data/row-window.ts'
import { MANIFEST_ORDER, nextOrder, sortPairs } from '../../src/renderer/data/sort-pairs.ts'

function pair(position: number, figures: Partial<PairView>): PairView {
  const nothing = {
    runtimeSec: null,
    iterations: null,
    gap: null,
    meanDistanceUm: null,
    createdPct: null,
    divergenceUm: null,
  }
  return { pairId: `pair-${position}`, position, state: 'ok', error: null, ...nothing, ...figures }
}

describe('sortPairs', () => {
  const pairs = [pair(1, { gap: 2 }), pair(2, {}), pair(10, { gap: 1 }), pair(3, { gap: 2, state: 'failed' })]
  const order = (key: 'gap' | 'pairId' | 'state', descending = false) =>
    sortPairs(pairs, { key, descending }).map(({ position }) => position)

  it('puts pairs without the figure last, either way, and leaves equals as they were', () => {
    expect(order('gap')).toEqual([10, 1, 3, 2])
    expect(order('gap', true)).toEqual([1, 3, 10, 2])
  })

  it('reads numbers in names as numbers', () => {
    expect(order('pairId')).toEqual([1, 2, 3, 10])
  })

  it('brings what needs attention first, states descending', () => {
    expect(order('state', true)[0]).toBe(3)
  })

  it('goes up, down and back to the manifest', () => {
    const up = nextOrder(MANIFEST_ORDER, 'gap')
    const down = nextOrder(up, 'gap')
    expect([up, down, nextOrder(down, 'gap')]).toEqual([
      { key: 'gap', descending: false },
      { key: 'gap', descending: true },
      MANIFEST_ORDER,
    ])
  })
})

describe('rowWindow', () => {
  it('holds what is seen and little more', () => {
    for (const top of [0, 17, 5000, 5000 * ROW_HEIGHT]) {
      const { first, last } = rowWindow(top, 600, 5000)
      expect(first).toBeGreaterThanOrEqual(0)
      expect(last).toBeLessThanOrEqual(5000)
      expect(last - first).toBeLessThan(50)
      expect(first * ROW_HEIGHT).toBeLessThanOrEqual(top)
      expect(last * ROW_HEIGHT).toBeGreaterThanOrEqual(Math.min(top + 600, 5000 * ROW_HEIGHT))
    }
  })

  it('is empty for no rows', () => {
    expect(rowWindow(900, 600, 0)).toEqual({ first: 0, last: 0 })
  })
})

describe('formatFigure', () => {
  it('gives the digits worth reading', () => {
    expect(formatFigure('gap', 2.14e-9)).toBe('2.1 × 10⁻⁹')
    expect(formatFigure('gap', 0)).toBe('0')
    expect(formatFigure('iterations', 1234)).toBe('1,234')
    expect(formatFigure('meanDistanceUm', 41.25)).toBe('41.3')
    expect(formatFigure('createdPct', 0.004)).toBe('0.00')
  })
})
