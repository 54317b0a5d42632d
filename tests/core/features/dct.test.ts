import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dctPower } from '../../../src/core/features/dct.ts'
import type { Box } from '../../../src/core/pair/pair-frame.ts'

interface Field {
  readonly heightPx: number
  readonly widthPx: number
  readonly box: Box
  readonly values: Float64Array
}

/** A field of any size that is zero outside a box. */
const anyField: fc.Arbitrary<Field> = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .chain(([heightPx, widthPx]) =>
    fc.record({
      heightPx: fc.constant(heightPx),
      widthPx: fc.constant(widthPx),
      corners: fc.tuple(fc.nat(heightPx - 1), fc.nat(heightPx - 1), fc.nat(widthPx - 1), fc.nat(widthPx - 1)),
      inside: fc.array(fc.double({ min: -10, max: 10, noNaN: true }), {
        minLength: heightPx * widthPx,
        maxLength: heightPx * widthPx,
      }),
    }),
  )
  .map(({ heightPx, widthPx, corners: [ya, yb, xa, xb], inside }) => {
    const box = { y0: Math.min(ya, yb), y1: Math.max(ya, yb) + 1, x0: Math.min(xa, xb), x1: Math.max(xa, xb) + 1 }
    const values = Float64Array.from(inside, (value, i) => {
      const [y, x] = [Math.floor(i / widthPx), i % widthPx]
      return y >= box.y0 && y < box.y1 && x >= box.x0 && x < box.x1 ? value : 0
    })
    return { heightPx, widthPx, box, values }
  })

/** The definition: every coefficient a sum over every pixel. */
function naivePower({ heightPx, widthPx, values }: Field): number[] {
  const norm = (k: number, size: number) => Math.sqrt((k === 0 ? 1 : 2) / size)
  const wave = (n: number, k: number, size: number) => Math.cos((Math.PI * (n + 0.5) * k) / size)
  return Array.from(values, (_, at) => {
    const [ky, kx] = [Math.floor(at / widthPx), at % widthPx]
    const coefficient = values.reduce(
      (sum, value, i) => sum + value * wave(Math.floor(i / widthPx), ky, heightPx) * wave(i % widthPx, kx, widthPx),
      0,
    )
    return (norm(ky, heightPx) * norm(kx, widthPx) * coefficient) ** 2
  })
}

test('is the definition’s, squared', () => {
  fc.assert(
    fc.property(anyField, (field) => {
      const power = dctPower(field.values, field.heightPx, field.widthPx, field.box)
      naivePower(field).forEach((value, k) => {
        expect(Math.abs(power[k] - value)).toBeLessThanOrEqual(1e-9)
      })
    }),
  )
})

test('keeps the energy, also on the canonical grid (Parseval)', () => {
  const energy = (values: Float64Array) => values.reduce((sum, value) => sum + value * value, 0)
  fc.assert(
    fc.property(anyField, ({ values, heightPx, widthPx, box }) => {
      expect(
        Math.abs(dctPower(values, heightPx, widthPx, box).reduce((a, b) => a + b, 0) - energy(values)),
      ).toBeLessThan(1e-9)
    }),
  )
  const box = { y0: 90, y1: 150, x0: 200, x1: 330 }
  const field = Float64Array.from({ length: 256 * 576 }, (_, i) => {
    const [y, x] = [Math.floor(i / 576), i % 576]
    return y >= box.y0 && y < box.y1 && x >= box.x0 && x < box.x1 ? Math.sin(y / 7) + (x % 13) / 5 : 0
  })
  expect(dctPower(field, 256, 576, box).reduce((a, b) => a + b, 0) / energy(field)).toBeCloseTo(1, 11)
})

test('one cosine has one coefficient', () => {
  const field = Float64Array.from(
    { length: 32 * 48 },
    (_, i) =>
      Math.cos((Math.PI * (Math.floor(i / 48) + 0.5) * 5) / 32) * Math.cos((Math.PI * ((i % 48) + 0.5) * 11) / 48),
  )
  const power = dctPower(field, 32, 48, { y0: 0, y1: 32, x0: 0, x1: 48 })
  power.forEach((value, k) => {
    expect(value).toBeCloseTo(k === 5 * 48 + 11 ? (32 * 48) / 4 : 0, 9)
  })
})
