import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadKernels, VARIANTS } from '../../../src/core/kernels/kernel-memory.ts'
import { commonOrigin, latticeOf } from '../../../src/core/transport/lattice.ts'
import { placePoints, placeValues, valuesAtPoints } from '../../../src/core/transport/lattice-points.ts'
import { anyMeasure } from '../../support/transport-problems.ts'

/** a measure, odd and even counts of points, and two potentials on it, some of them many times the scale */
const anyCase = anyMeasure(5).chain((measure) => {
  const { length } = measure.weights
  const values = (size: number) =>
    fc
      .array(fc.double({ min: -size, max: size, noNaN: true }), { minLength: length, maxLength: length })
      .map((entries) => Float64Array.from(entries))
  return fc
    .constantFrom(1, 300)
    .chain((size) => fc.record({ measure: fc.constant(measure), a: values(size), b: values(size) }))
})

describe.each(VARIANTS)('the %s kernels', (variant) => {
  const memory = loadKernels([variant])

  test('count every point once, the odd one at the end too', () => {
    fc.assert(
      fc.property(anyCase, fc.constantFrom(-1, 0.5, 2), ({ measure, a, b }, scale) => {
        memory.scope(() => {
          const points = placePoints(memory, latticeOf(measure, 1, commonOrigin(measure, measure)))
          const { kernels } = memory
          const { weights } = measure
          const [atA, atB] = [placeValues(memory, points, a), placeValues(memory, points, b)]
          const sumOver = (value: (i: number) => number) => weights.reduce((sum, _, i) => sum + value(i), 0)

          const top = kernels.largestTerm(points.logWeights, atA, points.count, scale)
          const exponents = a.map((value, i) => Math.log(weights[i]) + scale * value)
          expect(top).toBeCloseTo(Math.max(...exponents), 10)
          expectRelative(
            kernels.sumOfTerms(points.weights, atA, points.count, scale, top),
            sumOver((i) => Math.exp(exponents[i] - top)),
          )
          const terms = (i: number) => weights[i] * Math.expm1(scale * a[i])
          const allowed = 1e-13 * sumOver((i) => Math.abs(terms(i)))
          const excess = kernels.excess(points.weights, atA, points.count, scale)
          expect(Math.abs(excess - sumOver(terms))).toBeLessThanOrEqual(allowed)

          const [some, other] = [placeValues(memory, points), placeValues(memory, points)]
          kernels.weighted(points.weights, atA, points.count, scale, some)
          kernels.weighted2(points.weights, atA, 0.5, atB, -0.25, points.count, other)
          const [one, two] = [valuesAtPoints(memory, some, points), valuesAtPoints(memory, other, points)]
          one.forEach((value, i) => {
            expectRelative(value, weights[i] * Math.exp(scale * a[i]))
            expectRelative(two[i], weights[i] * Math.exp(0.5 * a[i] - 0.25 * b[i]))
          })
          expectRelative(
            kernels.distance(some, other, points.count),
            sumOver((i) => Math.abs(one[i] - two[i])),
          )
        })
      }),
      { numRuns: 300 },
    )
  })
})

/** an exponent's own rounding is what its exponential has */
function expectRelative(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(3e-13 * Math.abs(expected))
}
