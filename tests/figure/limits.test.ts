import { expect, test } from 'vitest'
import { findLimits } from '../../src/figure/limits.ts'

const hundred = Float32Array.from({ length: 101 }, (_, i) => i)
const robust = { kind: 'robust', lowPct: 0, highPct: 98 } as const

test('magnitudes run from zero to a percentile of what all the panels show', () => {
  const found = findLimits(robust, [{ kind: 'magnitude', values: hundred }])
  expect(found).toMatchObject({ low: 0, high: 98, someBelow: false, someAbove: true })
  const blank = Float32Array.of(Number.NaN, Number.NaN)
  expect(
    findLimits(robust, [
      { kind: 'magnitude', values: hundred },
      { kind: 'magnitude', values: blank },
    ]),
  ).toEqual(found)
  const twice = findLimits(robust, [
    { kind: 'magnitude', values: hundred },
    { kind: 'magnitude', values: hundred.map((v) => v + 101) },
  ])
  expect(twice.high).toBeCloseTo(0.98 * 201, 4)
})

test('about zero they are symmetric', () => {
  const found = findLimits(robust, [{ kind: 'signed', values: hundred.map((v) => -v) }])
  expect(found).toMatchObject({ low: -98, high: 98, someBelow: true, someAbove: false })
})

test('fixed ones are as they are; nothing, or one value, has a range all the same', () => {
  const how = { kind: 'fixed', low: 10, high: 20 } as const
  expect(findLimits(how, [{ kind: 'magnitude', values: hundred }])).toEqual({
    low: 10,
    high: 20,
    how,
    someBelow: true,
    someAbove: true,
  })
  expect(findLimits(robust, [{ kind: 'magnitude', values: Float32Array.of(Number.NaN) }])).toMatchObject({
    low: 0,
    high: 1,
  })
  expect(findLimits(robust, [{ kind: 'signed', values: Float32Array.of(0, 0) }])).toMatchObject({ low: -1, high: 1 })
})
