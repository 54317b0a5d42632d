import fc from 'fast-check'
import { expect, test } from 'vitest'
import { massCutoff } from '../../../src/core/transport/mass-cutoff.ts'

const anyValues = fc.array(fc.oneof(fc.double({ min: 1e-9, max: 1, noNaN: true }), fc.constantFrom(0.25, 0.5)), {
  maxLength: 60,
})

test('is what a sort finds', () => {
  fc.assert(
    fc.property(anyValues, fc.double({ min: 0.01, max: 1.2, noNaN: true }), (values, share) => {
      const sorted = values.toSorted((a, b) => b - a)
      const mass = share * values.reduce((sum, value) => sum + value, 0)
      const cutoff = massCutoff(Float64Array.from([...values, 99]), values.length, mass)
      expect(sorted.length === 0 ? cutoff === 0 : sorted.includes(cutoff)).toBe(true)
      const sumOf = (isKept: (value: number) => boolean) => sorted.filter(isKept).reduce((sum, value) => sum + value, 0)
      const reached = sumOf((value) => value >= cutoff)
      const rounding = 1e-12 * (1 + mass)
      // with it the mass is reached, or there is no more; without it, it is not
      expect(reached >= mass - rounding || cutoff === (sorted.at(-1) ?? 0)).toBe(true)
      expect(sumOf((value) => value > cutoff)).toBeLessThan(mass + rounding)
    }),
    { numRuns: 500 },
  )
})
