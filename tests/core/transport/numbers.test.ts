import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expm1Of, relativeEntropy } from '../../../src/core/transport/numbers.ts'

/** from far below float64's rounding of 1 to where the series end and beyond */
const small = fc
  .tuple(fc.constantFrom(-1, 1), fc.double({ min: -14, max: 0.3, noNaN: true }))
  .map(([sign, power]) => sign * 10 ** power)

test('e^x − 1 is float64’s own', () => {
  fc.assert(
    fc.property(small, (x) => {
      expect(Math.abs(expm1Of(x) / Math.expm1(x) - 1)).toBeLessThan(1e-15)
    }),
  )
  expect(expm1Of(0)).toBe(0)
  expect(expm1Of(Number.NaN)).toBeNaN()
})

test('a relative entropy’s term is exact where its ratio is near 1, and where it is not', () => {
  fc.assert(
    fc.property(
      small.filter((delta) => 1 + delta > 0 && 1 + delta !== 1),
      (delta) => {
        const r = 1 + delta
        expect(Math.abs(relativeEntropy(r) / termOf(r - 1) - 1)).toBeLessThan(1e-12)
      },
    ),
  )
  expect(relativeEntropy(1)).toBe(0)
  expect(relativeEntropy(0)).toBe(1)
})

/** the formula as it stands, where it keeps its digits; else the first terms of its series, the next being below 1e-15 of it */
function termOf(delta: number): number {
  if (Math.abs(delta) > 1e-3) return (1 + delta) * Math.log1p(delta) - delta
  return (delta ** 2 / 2) * (1 - delta / 3 + delta ** 2 / 6 - delta ** 3 / 10 + delta ** 4 / 15)
}
