import { expect, test } from 'vitest'
import { costKernel } from '../../../src/core/transport/cost-kernel.ts'
import { fastKernel } from '../../../src/core/transport/fast-kernel.ts'
import { measureWhere } from '../../support/transport-problems.ts'

const from = measureWhere(12, 20, (y, x) => (y - 5) ** 2 + (x - 6) ** 2 < 20)
const to = measureWhere(12, 20, (y, x) => (y - 6) ** 2 + (x - 13) ** 2 < 23)

test.each(['sqeuclidean', 'euclidean'] as const)('%s: the plain kernel’s sums, −∞ among the terms', (metric) => {
  const problem = { metric, coordScale: 1 / 20, epsilon: 1e-2 }
  const h = from.weights.map((_, j) => (j % 3 === 0 ? Number.NEGATIVE_INFINITY : Math.cos(j)))
  const expected = costKernel(from, to, problem).logSumExp(h)
  fastKernel(from, to, problem)
    .logSumExp(h)
    .forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 10)
    })
})

test('nothing comes from nothing', () => {
  const nothing = new Float64Array(from.weights.length).fill(Number.NEGATIVE_INFINITY)
  const kernel = fastKernel(from, to, { metric: 'sqeuclidean', coordScale: 1 / 20, epsilon: 1e-2 })
  expect(kernel.logSumExp(nothing)).toEqual(new Float64Array(to.weights.length).fill(Number.NEGATIVE_INFINITY))
  const { logSum, meanDy, meanCost } = kernel.moments(nothing)
  expect(logSum.every((value) => value === Number.NEGATIVE_INFINITY)).toBe(true)
  expect(meanDy.every(Number.isNaN)).toBe(true)
  expect(meanCost.every(Number.isNaN)).toBe(true)
})
