import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quantileEnvelope, trajectories } from '../../../src/core/analysis/quantile-envelope.ts'

test('an embryo counts once in a bin, by its mean', () => {
  const measured = [
    { embryo: 'a', at: 29.1, value: 0 },
    { embryo: 'a', at: 30.9, value: 20 },
    { embryo: 'b', at: 30, value: 30 },
    { embryo: 'b', at: 34, value: 7 },
    { embryo: 'c', at: 34, value: Number.NaN },
  ]
  expect(quantileEnvelope(measured, 2)).toEqual([
    // np.percentile([10, 30], [5, 25, 50, 75, 95])
    { at: 30, embryos: 2, p5: 11, p25: 15, median: 20, p75: 25, p95: 29 },
    { at: 34, embryos: 1, p5: 7, p25: 7, median: 7, p75: 7, p95: 7 },
  ])
  expect(trajectories(measured, 2).get('a')).toEqual([{ bin: 15, at: 30, value: 10, count: 2 }])
})

test('frames filmed twice change nothing, and quantiles stand in order', () => {
  const point = fc.record({
    embryo: fc.constantFrom('a', 'b', 'c', 'd'),
    at: fc.integer({ min: 0, max: 60 }),
    value: fc.integer({ min: -100, max: 100 }),
  })
  fc.assert(
    fc.property(fc.array(point, { maxLength: 60 }), fc.constantFrom(1, 2, 6), (points, width) => {
      const envelope = quantileEnvelope(points, width)
      const twice = quantileEnvelope([...points, ...points], width)
      expect(twice.map(({ embryos }) => embryos)).toEqual(envelope.map(({ embryos }) => embryos))
      for (const [index, bin] of envelope.entries()) {
        const quantiles = [bin.p5, bin.p25, bin.median, bin.p75, bin.p95]
        expect(quantiles).toEqual(quantiles.toSorted((a, b) => a - b))
        expect(twice[index]?.median).toBeCloseTo(bin.median, 9)
      }
    }),
  )
})
