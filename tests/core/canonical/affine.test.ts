import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Affine, anchored, applyAffine, invertAffine, type Yx } from '../../../src/core/canonical/affine.ts'
import { canonicalGrid, coordScaleOf } from '../../../src/core/canonical/canonical-grid.ts'

const number = fc.double({ min: -5, max: 5, noNaN: true })
const anyAffine: fc.Arbitrary<Affine> = fc
  .record({ yy: number, yx: number, xy: number, xx: number, y0: number, x0: number })
  .filter(({ yy, yx, xy, xx }) => Math.abs(yy * xx - yx * xy) > 0.05)
const anyPoint: fc.Arbitrary<Yx> = fc.tuple(number, number)

test('the inverse undoes the map, either way round', () => {
  fc.assert(
    fc.property(anyAffine, anyPoint, (map, point) => {
      const back = invertAffine(map)
      for (const [y, x] of [applyAffine(back, applyAffine(map, point)), applyAffine(map, applyAffine(back, point))]) {
        expect(y).toBeCloseTo(point[0], 8)
        expect(x).toBeCloseTo(point[1], 8)
      }
    }),
  )
})

test('anchoring moves one point where it is wanted and keeps all differences', () => {
  fc.assert(
    fc.property(anyAffine, anyPoint, anyPoint, anyPoint, (map, from, to, other) => {
      const moved = anchored(map, from, to)
      const difference = (a: Yx, b: Yx): Yx => [a[0] - b[0], a[1] - b[1]]
      const [y, x] = applyAffine(moved, from)
      expect(y).toBeCloseTo(to[0], 10)
      expect(x).toBeCloseTo(to[1], 10)
      const before = difference(applyAffine(map, other), applyAffine(map, from))
      const after = difference(applyAffine(moved, other), applyAffine(moved, from))
      expect(after[0]).toBeCloseTo(before[0], 10)
      expect(after[1]).toBeCloseTo(before[1], 10)
    }),
  )
})

test('the grid covers 2.56 × 5.76 mm', () => {
  expect(canonicalGrid()).toEqual({ heightPx: 256, widthPx: 576, umPerPx: 10 })
  expect(canonicalGrid(5)).toEqual({ heightPx: 512, widthPx: 1152, umPerPx: 5 })
  expect(coordScaleOf(canonicalGrid())).toBe(1 / 576)
  for (const bad of [0, -1, Number.NaN, 161]) expect(() => canonicalGrid(bad)).toThrow(RangeError)
})
