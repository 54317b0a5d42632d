import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeMaskText } from '../../../src/core/mask/decode-mask.ts'
import { straightCut, touchesImageEdge } from '../../../src/core/mask/edge-checks.ts'
import type { Mask } from '../../../src/core/mask/mask.ts'
import { maskOf, maskWhere } from '../../support/masks.ts'
import { SHARED_DATA_MISSING, sharedDir, sharedFile } from '../../support/shared.ts'

const SIZE = 360

interface Ellipse {
  readonly long: number
  readonly short: number
  readonly angle: number
  readonly y: number
  readonly x: number
}

function drawEllipse({ long, short, angle, y: cy, x: cx }: Ellipse): Mask {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return maskWhere(SIZE, SIZE, (y, x) => {
    const u = cos * (x - cx) + sin * (y - cy)
    const v = cos * (y - cy) - sin * (x - cx)
    return (u / long) ** 2 + (v / short) ** 2 <= 1
  })
}

const middle = fc.double({ min: SIZE / 2 - 1, max: SIZE / 2 + 1, noNaN: true })
const ellipse = (shortest: number): fc.Arbitrary<Ellipse> =>
  fc.record({
    long: fc.double({ min: 60, max: 170, noNaN: true }),
    short: fc.double({ min: shortest, max: 60, noNaN: true }),
    angle: fc.oneof(fc.constantFrom(0, Math.PI / 2), fc.double({ min: 0, max: Math.PI, noNaN: true })),
    y: middle,
    x: middle,
  })

describe('touchesImageEdge', () => {
  test('names the sides and counts the pixels', () => {
    expect(touchesImageEdge(maskOf('.##.', '.#..', '##..'))).toEqual([
      { side: 'top', lengthPx: 2 },
      { side: 'bottom', lengthPx: 2 },
      { side: 'left', lengthPx: 1 },
    ])
  })

  test('a free mask touches nothing', () => {
    expect(touchesImageEdge(maskOf('....', '.##.', '....'))).toEqual([])
  })
})

describe('straightCut', () => {
  test('smooth bodies are whole, however they lie', () => {
    expect(straightCut(drawEllipse({ long: 150, short: 40, angle: 0, y: 180, x: 180 }))).toBeUndefined()
    fc.assert(
      fc.property(ellipse(8), (shape) => {
        expect(straightCut(drawEllipse(shape))).toBeUndefined()
      }),
      { numRuns: 40 },
    )
  })

  test('a body that a box cut off is found, with the side and the length', () => {
    fc.assert(
      fc.property(ellipse(25), fc.double({ min: -0.4, max: 0.4, noNaN: true }), (shape, at) => {
        const whole = drawEllipse({ ...shape, angle: Math.PI / 2 + (shape.angle % 0.6) })
        const edge = Math.round(shape.y + at * shape.long)
        const cut = straightCut(maskWhere(SIZE, SIZE, (y, x) => y <= edge && whole.data[y * SIZE + x] === 1))
        const row = whole.data.subarray(edge * SIZE, (edge + 1) * SIZE)
        expect(cut).toMatchObject({ side: 'bottom', fromYx: [edge, row.indexOf(1)], toYx: [edge, row.lastIndexOf(1)] })
        expect(cut?.lengthPx).toBe(row.lastIndexOf(1) - row.indexOf(1) + 1)
      }),
      { numRuns: 30 },
    )
  })

  test('its length is given as a share of the extent', () => {
    const block = maskWhere(
      60,
      60,
      (y, x) => (y > 10 && y <= 20 && x > 10 && x <= 50) || (y > 20 && y < 40 && x > 25 && x < 40),
    )
    expect(straightCut(block)).toMatchObject({ side: 'top', lengthPx: 40, extentFraction: 1 })
  })

  test('a mask that ends at the image itself is none', () => {
    expect(straightCut(drawEllipse({ long: 150, short: 40, angle: 0, y: 340, x: 180 }))).toBeUndefined()
  })
})

const real = sharedDir === undefined ? test.skip : test
real(`the real embryo is whole${sharedDir === undefined ? ` (${SHARED_DATA_MISSING})` : ''}`, () => {
  const rows: Record<string, string>[] = parse(readFileSync(sharedFile('real/embryos_A01.csv')), { columns: true })
  for (const row of rows) {
    const size = { heightPx: Number(row.mask_height_px), widthPx: Number(row.mask_width_px) }
    const mask = decodeMaskText(row.mask_rle, size)
    expect(straightCut(mask)).toBeUndefined()
    expect(touchesImageEdge(mask)).toEqual([])
  }
})
