import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BodyPlace, bodyPlace, laidOnto, meanS } from '../../../src/core/analysis/body-place.ts'
import { profileOf, profileStatistics } from '../../../src/core/analysis/body-profile.ts'
import { FIELD_ARRAYS, type PairField } from '../../../src/core/analysis/pair-field.ts'
import { quantityValues } from '../../../src/core/analysis/profile-quantity.ts'

const PLACE = { gridHeightPx: 256, gridWidthPx: 576, umPerPx: 10, box: { y0: 20, x0: 40, y1: 120, x1: 260 } }
const [HEIGHT, WIDTH] = [100, 220]

/** a body of even width whose middle line is at `middle(x)`, from x = 20 to 200 */
function bodyMask(middle: (x: number) => number): Uint8Array {
  return Uint8Array.from({ length: HEIGHT * WIDTH }, (_, i) => {
    const [y, x] = [Math.floor(i / WIDTH), i % WIDTH]
    return x >= 20 && x <= 200 && Math.abs(y - middle(x)) <= 9 ? 1 : 0
  })
}

/** a pair whose debiased displacement is the same at each of its source's pixels, px */
function evenField(mask: Uint8Array, dy: number, dx: number): PairField {
  const even = (value: number) => Float32Array.from(mask, (inside) => (inside === 1 ? value : Number.NaN))
  const arrays = Object.fromEntries(FIELD_ARRAYS.map((name) => [name, even(0)]))
  return {
    ...PLACE,
    sourceMask: mask,
    targetMask: mask,
    coordScale: 1 / 576,
    arrays: { ...arrays, debiasedDy: even(dy), debiasedDx: even(dx) } as PairField['arrays'],
  }
}

test('along a straight body the axis is the grid’s: axial is toward the tail, perpendicular to the belly', () => {
  const mask = bodyMask(() => 50)
  const body = laidOnto(bodyPlace(mask, PLACE), PLACE.box)
  expect(body.failures).toEqual([])
  const field = evenField(mask, 3, -2)
  const middle = 50 * WIDTH + 110
  expect(quantityValues(field, 'axial', body)[middle]).toBeCloseTo(-20, 3)
  expect(quantityValues(field, 'perpendicular', body)[middle]).toBeCloseTo(30, 3)
})

test('along a bent body the two parts make up the whole displacement everywhere', () => {
  const mask = bodyMask((x) => 40 + ((x - 20) / 180) ** 2 * 40)
  const body = laidOnto(bodyPlace(mask, PLACE), PLACE.box)
  const field = evenField(mask, 3, -2)
  const [axial, perpendicular] = [quantityValues(field, 'axial', body), quantityValues(field, 'perpendicular', body)]
  mask.forEach((inside, i) => {
    if (inside === 0) expect(axial[i]).toBeNaN()
    else expect(Math.hypot(axial[i], perpendicular[i])).toBeCloseTo(10 * Math.hypot(3, 2), 3)
  })
  // the tail bends down, so a move down is more along it there than at the head
  const down = quantityValues(evenField(mask, 1, 0), 'axial', body)
  const profile = profileOf(down, body.s, 10)
  expect(profile[8]).toBeGreaterThan(profile[1] + 2)
})

test('S of embryos that lie over each other is the mean of theirs', () => {
  const bodies = [bodyMask(() => 50), bodyMask(() => 54)].map((mask) => bodyPlace(mask, PLACE))
  const mean = meanS(bodies)
  const at = ({ box, s }: Pick<BodyPlace, 'box' | 's'>, y: number, x: number) =>
    s[(y - box.y0) * (box.x1 - box.x0) + x - box.x0]
  const [y, x] = [72, 140]
  expect(at(mean, y, x)).toBeCloseTo((at(bodies[0], y, x) + at(bodies[1], y, x)) / 2, 5)
  // only the second is there
  expect(at(mean, 82, x)).toBeCloseTo(at(bodies[1], 82, x), 5)
})

test('S itself has the middle of each part for its profile, and no value is lost or counted twice', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.double({ min: 0, max: 1, noNaN: true }),
          fc.oneof(fc.double({ min: -9, max: 9, noNaN: true }), fc.constant(Number.NaN)),
        ),
        { minLength: 1 },
      ),
      fc.constantFrom(10, 20),
      (points, bins) => {
        const s = points.map(([each]) => each)
        const values = points.map(([, each]) => each)
        const profile = profileOf(values, s, bins)
        const ofS = profileOf(s, s, bins)
        for (let bin = 0; bin < bins; bin++) {
          const inBin = points.filter(
            ([each, value]) => Math.min(bins - 1, Math.floor(each * bins)) === bin && !Number.isNaN(value),
          )
          const mean = inBin.reduce((sum, [, value]) => sum + value, 0) / inBin.length
          if (inBin.length === 0) expect(profile[bin]).toBeNaN()
          else expect(profile[bin]).toBeCloseTo(mean, 9)
          if (!Number.isNaN(ofS[bin]))
            expect(Math.abs(ofS[bin] - (bin + 0.5) / bins)).toBeLessThanOrEqual(0.5 / bins + 1e-12)
        }
      },
    ),
  )
})

test('statistics over profiles leave out what is not there', () => {
  const { count, mean, sd } = profileStatistics([
    Float64Array.of(1, Number.NaN, Number.NaN),
    Float64Array.of(3, 5, Number.NaN),
    Float64Array.of(8, Number.NaN, Number.NaN),
  ])
  expect([...count]).toEqual([3, 1, 0])
  expect([...mean]).toEqual([4, 5, Number.NaN])
  expect(sd[0]).toBeCloseTo(Math.sqrt(13), 12)
  expect(sd[1]).toBeNaN()
  expect(() => profileStatistics([])).toThrow(RangeError)
})
