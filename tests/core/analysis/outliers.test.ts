import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fencesOf, outliersOf } from '../../../src/core/analysis/outliers.ts'

const figure = fc.integer({ min: -1000, max: 1000 })

test('the quartiles are numpy’s, by linear interpolation', () => {
  // np.percentile([1, 2, 4, 8, 16, 100], [25, 50, 75]) = 2.5, 6, 14
  expect(fencesOf([16, 1, 8, 100, 2, 4])).toEqual({ count: 6, q1: 2.5, median: 6, q3: 14, low: -14.75, high: 31.25 })
  expect(fencesOf([Number.NaN, Number.POSITIVE_INFINITY])).toBeNull()
})

test('an outlier is flagged within its own group, whatever the others are', () => {
  const values = [10, 11, 12, 13, 50, 50, 51, 52, 53, 10, Number.NaN]
  const outliers = outliersOf(values, [
    [0, 1, 2, 3, 4],
    [5, 6, 7, 8, 9, 10],
  ])
  expect(outliers.map(({ row, side }) => [row, side])).toEqual([
    [4, 'high'],
    [9, 'low'],
  ])
  expect(outliers[1]?.fences.count).toBe(5)
})

test('three values or fewer have none outside; adding a constant or turning the sign changes none but the side', () => {
  fc.assert(
    fc.property(fc.array(figure, { maxLength: 3 }), (values) => {
      expect(outliersOf(values, [[...values.keys()]])).toEqual([])
    }),
  )
  fc.assert(
    fc.property(fc.array(figure, { maxLength: 40 }), figure, (values, shift) => {
      const rows = [[...values.keys()]]
      const flagged = (some: readonly number[]) => outliersOf(some, rows).map(({ row, side }) => `${row} ${side}`)
      const turned = (one: string) => (one.endsWith('low') ? one.replace('low', 'high') : one.replace('high', 'low'))
      expect(flagged(values.map((value) => value + shift))).toEqual(flagged(values))
      expect(flagged(values.map((value) => -value)).map(turned)).toEqual(flagged(values))
    }),
  )
})
