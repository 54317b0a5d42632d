import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deviations, median, neighbours, robustSpread } from '../../../src/core/quality/expected-value.ts'

const growth = fc.double({ min: -0.03, max: 0.05, noNaN: true })

test('steady growth is as expected, however the frames are spaced', () => {
  const gaps = fc.array(fc.double({ min: 0.1, max: 3, noNaN: true }), { minLength: 4, maxLength: 30 })
  fc.assert(
    fc.property(gaps, growth, (steps, perHour) => {
      let now = 0
      const hours = steps.map((step) => {
        now += step
        return now
      })
      const found = deviations(
        hours,
        hours.map((hour) => 7 * Math.exp(perHour * hour)),
      )
      for (const { share } of found) expect(share).toBeCloseTo(0, 9)
    }),
  )
})

test('a frame that is off is found by how much it is off, and puts no other in doubt', () => {
  fc.assert(
    fc.property(fc.nat(19), growth, fc.double({ min: -0.6, max: 1.5, noNaN: true }), (bad, perHour, off) => {
      const hours = Array.from({ length: 20 }, (_, i) => i)
      const values = hours.map((hour) => 7 * Math.exp(perHour * hour) * (hour === bad ? 1 + off : 1))
      const found = deviations(hours, values)
      expect(found[bad].share).toBeCloseTo(off, 6)
      for (const [i, { share }] of found.entries()) if (i !== bad) expect(share).toBeCloseTo(0, 6)
    }),
  )
})

test('of two frames each is off by their difference, a lone one not at all', () => {
  expect(deviations([0, 24], [100, 120])).toEqual([
    { share: expect.closeTo(100 / 120 - 1), hours: 24 },
    { share: expect.closeTo(0.2), hours: 24 },
  ])
  expect(deviations([3], [100])).toEqual([{ share: 0, hours: Number.POSITIVE_INFINITY }])
})

test('medians, spreads, neighbours', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, Number.NaN])
  expect(robustSpread([-1, 1, -1, 1, 900])).toBeCloseTo(1.4826)
  expect([neighbours(0, 5, 2), neighbours(3, 5, 2), neighbours(0, 1, 2)]).toEqual([[1, 2], [1, 2, 4], []])
})
