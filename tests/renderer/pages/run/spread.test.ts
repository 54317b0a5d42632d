import { expect, test } from 'vitest'
import { spreadOf } from '../../../../src/renderer/pages/run/spread.ts'

test('quantiles are those of numpy.percentile', () => {
  expect(spreadOf([])).toBeNull()
  expect(spreadOf([3])).toEqual({ count: 1, low: 3, median: 3, high: 3 })
  // numpy.percentile([10, 1, 2, 4], [25, 50, 75]) = [1.75, 3, 5.5]
  expect(spreadOf([10, 1, 2, 4])).toEqual({ count: 4, low: 1.75, median: 3, high: 5.5 })
})
