import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadKernels, VARIANTS } from '../../../src/core/kernels/kernel-memory.ts'

const CELLS = 5
const anyValue = fc.double({ min: -10, max: 10, noNaN: true })
const anyPoints = fc.array(
  fc.record({ weight: fc.double({ min: 0, max: 1, noNaN: true }), a: anyValue, b: anyValue, cell: fc.nat(CELLS - 1) }),
  { minLength: 1, maxLength: 40 },
)

describe.each(VARIANTS)('the %s kernels', (variant) => {
  const memory = loadKernels([variant])

  test('take points’ values to their cells and back, and touch no other', () => {
    fc.assert(
      fc.property(anyPoints, fc.constantFrom(0, 0.25, 1), (points, share) =>
        memory.scope(() => {
          const placed = (name: 'weight' | 'a' | 'b') =>
            memory.takeFilled(Float64Array.from(points, (point) => point[name]))
          const [weights, a, b] = [placed('weight'), placed('a'), placed('b')]
          const ofPoint = memory.takeIndices(points.length)
          memory.int32(ofPoint, points.length).set(points.map(({ cell }) => cell))
          const sums = memory.take(CELLS + 1)
          memory.kernels.gatherDifferences(weights, a, b, ofPoint, points.length, sums)
          const right = new Float64Array(CELLS + 1)
          for (const { weight, a, b, cell } of points) right[cell] += weight * (a - b)
          expect(memory.float64(sums, CELLS + 1)).toEqual(right)

          memory.kernels.addCells(sums, share, ofPoint, points.length, b)
          expect(Array.from(memory.float64(b, points.length))).toEqual(
            points.map(({ b, cell }) => b + share * right[cell]),
          )
        }),
      ),
      { numRuns: 300 },
    )
  })
})
