import fc from 'fast-check'
import { expect } from 'vitest'
import type { KernelMoments } from '../../../src/core/transport/kernel.ts'
import type { Measure } from '../../../src/core/transport/measure.ts'
import type { Metric } from '../../../src/core/transport/problem.ts'
import { logSumExp } from '../../support/dense-oracle.ts'
import { anyMeasure } from '../../support/transport-problems.ts'

export interface KernelCase {
  readonly from: Measure
  readonly to: Measure
  readonly coordScale: number
  readonly epsilon: number
  readonly h: Float64Array
}

/** Two small measures and exponents between −60 and 60, some of them −∞ (points without mass). */
export const anyKernelCase: fc.Arbitrary<KernelCase> = anyMeasure().chain((from) =>
  fc.record({
    from: fc.constant(from),
    to: anyMeasure(),
    coordScale: fc.double({ min: 1e-3, max: 0.05, noNaN: true }),
    epsilon: fc.double({ min: 1e-4, max: 1e-2, noNaN: true }),
    h: fc
      .array(
        fc.oneof({ weight: 5, arbitrary: fc.double({ min: -60, max: 60, noNaN: true }) }, fc.constant(-Infinity)),
        {
          minLength: from.weights.length,
          maxLength: from.weights.length,
        },
      )
      .map((values) => Float64Array.from(values)),
  }),
)

/** The kernel's sums, one by one. */
export function bruteForce({ from, to, coordScale, epsilon, h }: KernelCase, metric: Metric): KernelMoments {
  const n = to.weights.length
  const [logSum, meanDy, meanDx, meanCost] = [1, 2, 3, 4].map(() => new Float64Array(n).fill(Number.NaN))
  for (let i = 0; i < n; i++) {
    const cost = h.map((_, j) => {
      const squared = ((from.y[j] - to.y[i]) ** 2 + (from.x[j] - to.x[i]) ** 2) * coordScale ** 2
      return metric === 'sqeuclidean' ? squared : Math.sqrt(squared)
    })
    logSum[i] = logSumExp(h.map((value, j) => value - cost[j] / epsilon))
    if (logSum[i] === -Infinity) continue
    const share = h.map((value, j) => Math.exp(value - cost[j] / epsilon - logSum[i]))
    meanDy[i] = share.reduce((sum, p, j) => sum + p * (from.y[j] - to.y[i]), 0)
    meanDx[i] = share.reduce((sum, p, j) => sum + p * (from.x[j] - to.x[i]), 0)
    meanCost[i] = share.reduce((sum, p, j) => sum + p * cost[j], 0)
  }
  return { logSum, meanDy, meanDx, meanCost }
}

/** log sums to 1e-11 relative to what they were made from, means to 1e-9 */
export function expectMoments(actual: KernelMoments, expected: KernelMoments, largestExponent: number): void {
  expectClose(actual.logSum, expected.logSum, 1e-14 * largestExponent + 1e-12)
  expectClose(actual.meanDy, expected.meanDy, 1e-9 + 1e-13 * largestExponent)
  expectClose(actual.meanDx, expected.meanDx, 1e-9 + 1e-13 * largestExponent)
  expectClose(actual.meanCost, expected.meanCost, 1e-11 + 1e-13 * largestExponent)
}

export function expectClose(actual: Float64Array, expected: Float64Array, allowed: number): void {
  expect(actual.length).toBe(expected.length)
  actual.forEach((value, i) => {
    if (Number.isFinite(expected[i])) expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(allowed)
    else expect(value).toBe(expected[i])
  })
}
