import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadKernels, VARIANTS } from '../../../src/core/kernels/kernel-memory.ts'
import { distanceKernel } from '../../../src/core/transport/distance-kernel.ts'
import { logWeights } from '../../../src/core/transport/half-step.ts'
import { commonOrigin, latticeOf } from '../../../src/core/transport/lattice.ts'
import { placePoints, placeValues, valuesAtPoints } from '../../../src/core/transport/lattice-points.ts'
import type { Measure } from '../../../src/core/transport/measure.ts'
import { pointKernel } from '../../../src/core/transport/point-kernel.ts'

const COORD_SCALE = 1 / 576

const anyMeasure = fc
  .record({
    pixels: fc.uniqueArray(fc.tuple(fc.nat(40), fc.nat(40)), { minLength: 1, maxLength: 90, selector: String }),
    offset: fc.tuple(fc.nat(40), fc.nat(90)),
    weights: fc.infiniteStream(fc.double({ min: 0.1, max: 2, noNaN: true })),
  })
  .map(({ pixels, offset, weights }): Measure => {
    const sorted = pixels.map(([y, x]) => [y + offset[0], x + offset[1]]).sort((a, b) => a[0] - b[0] || a[1] - b[1])
    return {
      y: Int32Array.from(sorted, ([y]) => y),
      x: Int32Array.from(sorted, ([, x]) => x),
      weights: Float64Array.from(sorted, () => weights.next().value ?? 1),
    }
  })

describe.each(VARIANTS)('the %s kernels', (variant) => {
  const memory = loadKernels([variant])

  test('sum over every pair of points as the plain kernel does, and take the same means', () => {
    fc.assert(
      fc.property(
        anyMeasure,
        anyMeasure,
        fc.constantFrom(1e-4, 1e-3, 1e-2, 1),
        fc.infiniteStream(fc.double({ min: -50, max: 50, noNaN: true })),
        (from, to, epsilon, stream) => {
          const potential = Float64Array.from(from.weights, () => (stream.next().value ?? 0) * epsilon)
          const origin = commonOrigin(from, to)
          const found = memory.scope(() => {
            const source = placePoints(memory, latticeOf(from, 1, origin))
            const target = placePoints(memory, latticeOf(to, 1, origin))
            const kernel = distanceKernel(memory, source, target, { coordScale: COORD_SCALE, epsilon })
            const placed = placeValues(memory, source, potential)
            const out = placeValues(memory, target)
            kernel.softSum(placed, -epsilon, out)
            return { sums: valuesAtPoints(memory, out, target), ...kernel.moments(placed) }
          })
          const expected = pointKernel(from, to, COORD_SCALE, epsilon).moments(
            logWeights(from.weights, potential, epsilon),
          )
          expected.logSum.forEach((logSum, i) => {
            const rounding = 1e-14 * Math.max(10, Math.abs(logSum))
            expect(Math.abs(found.logSum[i] - logSum)).toBeLessThanOrEqual(20 * rounding)
            expect(found.sums[i]).toBeCloseTo(-epsilon * found.logSum[i], 13)
            expect(Math.abs(found.meanDy[i] - expected.meanDy[i])).toBeLessThanOrEqual(200 * rounding)
            expect(Math.abs(found.meanDx[i] - expected.meanDx[i])).toBeLessThanOrEqual(200 * rounding)
            expect(Math.abs(found.meanCost[i] - expected.meanCost[i])).toBeLessThanOrEqual(200 * rounding)
          })
        },
      ),
      { numRuns: 150 },
    )
  })
})
