import fc from 'fast-check'
import { expect, test } from 'vitest'
import { massOf, measureFromGrid, scaleMeasure, supportOf } from '../../../src/core/transport/measure.ts'
import { extent, sum } from '../../../src/core/transport/numbers.ts'

test('a measure holds every pixel with mass once, in row-major order', () => {
  const grid = fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 })).chain(([heightPx, widthPx]) =>
    fc
      .array(fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 5, noNaN: true })), {
        minLength: heightPx * widthPx,
        maxLength: heightPx * widthPx,
      })
      .map((values) => ({ heightPx, widthPx, values: Float64Array.from(values) })),
  )
  fc.assert(
    fc.property(grid, (density) => {
      const measure = measureFromGrid(density)
      const redrawn = new Float64Array(density.values.length)
      let last = -1
      measure.weights.forEach((weight, i) => {
        const pixel = measure.y[i] * density.widthPx + measure.x[i]
        expect(pixel).toBeGreaterThan(last)
        redrawn[pixel] = weight
        last = pixel
      })
      expect(redrawn).toEqual(density.values)
      expect(supportOf(density.values).length).toBe(measure.weights.length)
      expect(massOf(scaleMeasure(measure, 3))).toBeCloseTo(3 * massOf(measure), 10)
    }),
  )
})

test('sums lose nothing to terms of very different size', () => {
  expect(sum([1e16, 1, -1e16])).toBe(1)
  expect(sum([1, 1e100, 1, -1e100])).toBe(2)
  expect(sum([])).toBe(0)
  const wholes = fc.array(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }))
  fc.assert(
    fc.property(wholes, (values) => {
      const exact = Number(values.reduce((total, value) => total + BigInt(value), 0n))
      expect(sum(values.map((value) => value / 1024))).toBe(exact / 1024)
    }),
  )
})

test('extent is the smallest and the largest', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 }), (values) => {
      expect(extent(Int32Array.from(values))).toEqual([Math.min(...values), Math.max(...values)])
    }),
  )
  expect(extent(new Int32Array(0))).toEqual([0, 0])
})
