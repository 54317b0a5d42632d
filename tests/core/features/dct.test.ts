import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mapSpectra } from '../../../src/core/features/dct.ts'
import { loadKernels, VARIANTS } from '../../../src/core/kernels/kernel-memory.ts'
import type { Box } from '../../../src/core/mask/tight-box.ts'

interface Field {
  readonly heightPx: number
  readonly widthPx: number
  readonly box: Box
  /** of the box */
  readonly values: Float64Array
}

/** Sizes that are odd, that can be halved often, and that end odd after some halving. */
const anySize = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constantFrom(16, 18, 20, 36, 40, 64))

/** A field of any size that is zero outside a box. */
const anyField: fc.Arbitrary<Field> = fc.tuple(anySize, anySize).chain(([heightPx, widthPx]) =>
  fc
    .tuple(fc.nat(heightPx - 1), fc.nat(heightPx - 1), fc.nat(widthPx - 1), fc.nat(widthPx - 1))
    .map(([ya, yb, xa, xb]) => ({
      y0: Math.min(ya, yb),
      y1: Math.max(ya, yb) + 1,
      x0: Math.min(xa, xb),
      x1: Math.max(xa, xb) + 1,
    }))
    .chain((box) => {
      const areaPx = (box.y1 - box.y0) * (box.x1 - box.x0)
      return fc
        .array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: areaPx, maxLength: areaPx })
        .map((values) => ({ heightPx, widthPx, box, values: Float64Array.from(values) }))
    }),
)

const CANONICAL: Field = {
  heightPx: 256,
  widthPx: 576,
  box: { y0: 90, y1: 150, x0: 200, x1: 331 },
  values: Float64Array.from({ length: 60 * 131 }, (_, i) => Math.sin(Math.floor(i / 131) / 7) + ((i % 131) % 13) / 5),
}

/** The orthonormal basis, by its definition: wave k at pixel n. */
function basis(k: number, n: number, sizePx: number): number {
  return Math.sqrt((k === 0 ? 1 : 2) / sizePx) * Math.cos((Math.PI * (((2 * n + 1) * k) % (4 * sizePx))) / (2 * sizePx))
}

/** The definition: along x, then along y, every coefficient a sum over all pixels of the box. */
function plainDct({ heightPx, widthPx, box, values }: Field): Float64Array {
  const boxWidthPx = box.x1 - box.x0
  const boxHeightPx = box.y1 - box.y0
  const alongX = Float64Array.from({ length: boxHeightPx * widthPx }, (_, at) => {
    const [y, kx] = [Math.floor(at / widthPx), at % widthPx]
    let sum = 0
    for (let x = 0; x < boxWidthPx; x++) sum += values[y * boxWidthPx + x] * basis(kx, box.x0 + x, widthPx)
    return sum
  })
  return Float64Array.from({ length: heightPx * widthPx }, (_, at) => {
    const [ky, kx] = [Math.floor(at / widthPx), at % widthPx]
    let sum = 0
    for (let y = 0; y < boxHeightPx; y++) sum += alongX[y * widthPx + kx] * basis(ky, box.y0 + y, heightPx)
    return sum
  })
}

function energyOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0)
}

describe.each(VARIANTS)('the %s kernels', (variant) => {
  const memory = loadKernels([variant])

  /** coefficients by (ky, kx) without what lies between the rows */
  function dct({ values, box, ...size }: Field): Float64Array {
    const [coefficients] = mapSpectra(
      [values],
      box,
      size,
      ({ coefficients, stride }) => {
        const { heightPx, widthPx } = size
        const at = (i: number) => Math.floor(i / widthPx) * stride + (i % widthPx)
        return Float64Array.from({ length: heightPx * widthPx }, (_, i) => coefficients[at(i)])
      },
      memory,
    )
    return coefficients
  }

  function expectPlain(field: Field): void {
    const found = dct(field)
    const tolerance = 1e-13 * (1 + Math.sqrt(energyOf(field.values)))
    plainDct(field).forEach((value, k) => {
      expect(Math.abs(found[k] - value)).toBeLessThanOrEqual(tolerance)
    })
  }

  test('give the definition’s coefficients', () => {
    fc.assert(fc.property(anyField, expectPlain))
  })

  test('also on the canonical grid, and keep the energy there (Parseval)', () => {
    expectPlain(CANONICAL)
    expect(energyOf(dct(CANONICAL)) / energyOf(CANONICAL.values)).toBeCloseTo(1, 13)
  })

  test('one wave has one coefficient', () => {
    const values = Float64Array.from(
      { length: 32 * 48 },
      (_, i) => basis(5, Math.floor(i / 48), 32) * basis(11, i % 48, 48),
    )
    const found = dct({ heightPx: 32, widthPx: 48, box: { y0: 0, y1: 32, x0: 0, x1: 48 }, values })
    found.forEach((value, k) => {
      expect(value).toBeCloseTo(k === 5 * 48 + 11 ? 1 : 0, 13)
    })
  })

  test('several fields one after another, each as if alone, and the memory is given back', () => {
    const fields = [CANONICAL.values, CANONICAL.values.map((value) => value * value), new Float64Array(60 * 131)]
    const energies = () =>
      mapSpectra(fields, CANONICAL.box, CANONICAL, ({ coefficients }) => energyOf(coefficients), memory)
    const first = energies()
    expect(first[2]).toBe(0)
    expect(first).toEqual(fields.map((values) => energyOf(dct({ ...CANONICAL, values }))))
    expect(energies()).toEqual(first)
    expect(memory.take(1)).toBe(memory.scope(() => memory.take(1)) - 16)
  })
})

test('both variants give the same bits', () => {
  const [relaxed, plain] = VARIANTS.map((variant) =>
    mapSpectra(
      [CANONICAL.values],
      CANONICAL.box,
      CANONICAL,
      ({ coefficients }) => coefficients.slice(),
      loadKernels([variant]),
    ),
  )
  expect(relaxed).toEqual(plain)
})
