import fc from 'fast-check'
import { expect, test } from 'vitest'
import { smooth } from '../../../src/core/analysis/smooth.ts'

const box = { y0: 3, x0: 5, y1: 23, x1: 35 }
const place = { box, umPerPx: 10 }
const [heightPx, widthPx] = [20, 30]
const field = fc.array(fc.oneof(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.constant(Number.NaN)), {
  minLength: heightPx * widthPx,
  maxLength: heightPx * widthPx,
})

test("a constant stays what it is, to the very edge; blank stays blank; nothing leaves the values' range", () => {
  fc.assert(
    fc.property(field, fc.double({ min: 1, max: 60, noNaN: true }), (raw, sigmaUm) => {
      const values = Float32Array.from(raw)
      const flat = smooth(
        values.map((value) => (Number.isNaN(value) ? value : 7)),
        place,
        sigmaUm,
      )
      const smoothed = smooth(values, place, sigmaUm)
      const known = values.filter((value) => !Number.isNaN(value))
      const [low, high] = [Math.min(...known) - 1e-3, Math.max(...known) + 1e-3]
      values.forEach((value, i) => {
        expect(Number.isNaN(smoothed[i])).toBe(Number.isNaN(value))
        if (Number.isNaN(value)) return
        expect(flat[i]).toBeCloseTo(7, 5)
        expect(smoothed[i]).toBeGreaterThanOrEqual(low)
        expect(smoothed[i]).toBeLessThanOrEqual(high)
      })
    }),
    { numRuns: 30 },
  )
})

test('it is the weighted mean over all defined pixels, weights by distance', () => {
  const values = Float32Array.from({ length: heightPx * widthPx }, (_, i) =>
    i % 7 === 0 ? Number.NaN : Math.sin(i) * 5,
  )
  const smoothed = smooth(values, place, 20)
  for (const at of [1, 31, 299, 598]) {
    let [sum, weight] = [0, 0]
    values.forEach((value, i) => {
      const dy = Math.floor(i / widthPx) - Math.floor(at / widthPx)
      const dx = (i % widthPx) - (at % widthPx)
      if (Number.isNaN(value) || Math.max(Math.abs(dy), Math.abs(dx)) > 8) return
      const w = Math.exp(-(dy * dy + dx * dx) / 8)
      sum += w * value
      weight += w
    })
    expect(smoothed[at]).toBeCloseTo(sum / weight, 5)
  }
  expect(smooth(values, place, 0)).toBe(values)
})
