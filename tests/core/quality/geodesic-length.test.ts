import fc from 'fast-check'
import { expect, test } from 'vitest'
import { geodesicLengthPx } from '../../../src/core/quality/geodesic-length.ts'
import { maskWhere } from '../../support/masks.ts'

test('of a straight band it is the length, in whatever direction it lies', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: Math.PI, noNaN: true }), (angle) => {
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
      const band = maskWhere(140, 140, (y, x) => {
        const along = cos * (x - 70) + sin * (y - 70)
        const across = cos * (y - 70) - sin * (x - 70)
        return Math.abs(along) <= 60 && Math.abs(across) <= 2
      })
      expect(geodesicLengthPx(band) / 120).toBeGreaterThan(0.96)
      expect(geodesicLengthPx(band) / 120).toBeLessThan(1.04)
    }),
  )
})

test('bending changes it little: a half ring is as long as its inner side', () => {
  const ring = maskWhere(120, 120, (y, x) => y >= 60 && Math.abs(Math.hypot(y - 60, x - 60) - 50) <= 2)
  expect(geodesicLengthPx(ring) / (Math.PI * 49)).toBeGreaterThan(0.95)
  expect(geodesicLengthPx(ring) / (Math.PI * 49)).toBeLessThan(1.05)
})

test('an empty mask and a lone pixel have none', () => {
  expect(geodesicLengthPx(maskWhere(4, 4, () => false))).toBe(0)
  expect(geodesicLengthPx(maskWhere(4, 4, (y, x) => y === 1 && x === 2))).toBe(0)
})
