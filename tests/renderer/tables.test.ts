import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextSort, sortRows } from '../../src/renderer/components/sort.ts'
import { rowToFocus } from '../../src/renderer/components/table-keys.ts'

describe('sortRows', () => {
  const value = fc.oneof(fc.constant(null), fc.integer({ min: -5, max: 5 }))
  const rows = fc.array(value).map((values) => values.map((x, place) => ({ x, place })))

  it('puts those without a value last either way, and leaves equals as they came', () => {
    fc.assert(
      fc.property(rows, fc.boolean(), (given, descending) => {
        const sorted = sortRows(given, { key: 'x', descending }, (row) => row.x)
        const sign = descending ? -1 : 1
        for (const [index, row] of sorted.entries()) {
          const before = sorted[index - 1]
          if (!before) continue
          if (before.x === null) expect(row.x).toBeNull()
          else if (row.x !== null) expect(sign * (row.x - before.x)).toBeGreaterThanOrEqual(0)
          if (before.x === row.x) expect(row.place).toBeGreaterThan(before.place)
        }
        expect(sorted).toHaveLength(given.length)
      }),
    )
  })

  it('reads numbers in names as numbers', () => {
    const names = ['run-10', 'run-2', 'Run-1']
    expect(sortRows(names, { key: 'name', descending: false }, (name) => name)).toEqual(['Run-1', 'run-2', 'run-10'])
  })

  it('goes up, down and back to as it was', () => {
    const up = nextSort({ key: 'other', descending: true }, 'gap')
    const down = nextSort(up, 'gap')
    expect([up, down, nextSort(down, 'gap')]).toEqual([
      { key: 'gap', descending: false },
      { key: 'gap', descending: true },
      null,
    ])
  })
})

describe('rowToFocus', () => {
  const keys = ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End']

  it('stays within the rows', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...keys),
        fc.integer({ min: 1, max: 1000 }),
        fc.nat(),
        fc.integer({ min: 1, max: 50 }),
        (key, count, at, page) => {
          const target = rowToFocus(key, at % count, count, page)
          expect(target).toBeGreaterThanOrEqual(0)
          expect(target).toBeLessThan(count)
        },
      ),
    )
  })

  it('moves by a row, a page, to either end, and by nothing else', () => {
    expect(keys.map((key) => rowToFocus(key, 50, 100, 20))).toEqual([51, 49, 70, 30, 0, 99])
    expect(rowToFocus('x', 50, 100, 20)).toBeNull()
    expect(rowToFocus('End', 0, 0, 20)).toBeNull()
  })
})
