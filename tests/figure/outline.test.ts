import fc from 'fast-check'
import { expect, test } from 'vitest'
import { outlinePolygons } from '../../src/figure/outline.ts'
import { anyMask, maskOf, pixelAt } from '../support/masks.ts'

/** the sides between corner (y, x) and its neighbours, as text; each once */
function sidesOf(polygon: Float32Array): string[] {
  const sides: string[] = []
  for (let i = 0; i < polygon.length; i += 2) {
    const [x0, y0] = polygon.subarray(i, i + 2)
    const [x1, y1] = [polygon[(i + 2) % polygon.length], polygon[(i + 3) % polygon.length]]
    const length = Math.abs(x1 - x0) + Math.abs(y1 - y0)
    for (let k = 0; k < length; k++) {
      const x = x0 + Math.sign(x1 - x0) * (k + 0.5)
      const y = y0 + Math.sign(y1 - y0) * (k + 0.5)
      sides.push(`${y},${x}`)
    }
  }
  return sides
}

test('the outline is the sides between inside and outside, each once, and nothing else', () => {
  fc.assert(
    fc.property(anyMask(), (mask) => {
      const expected: string[] = []
      for (let y = 0; y <= mask.heightPx; y++) {
        for (let x = 0; x <= mask.widthPx; x++) {
          if (pixelAt(mask, y, x) !== pixelAt(mask, y - 1, x)) expected.push(`${y - 0.5},${x}`)
          if (pixelAt(mask, y, x) !== pixelAt(mask, y, x - 1)) expected.push(`${y},${x - 0.5}`)
        }
      }
      const polygons = outlinePolygons(mask)
      expect(polygons.flatMap(sidesOf).sort()).toEqual(expected.sort())
      // corners only: every line turns at each
      for (const polygon of polygons) {
        for (let i = 0; i < polygon.length; i += 2) {
          const before = polygon[(i + polygon.length - 2) % polygon.length]
          const after = polygon[(i + 2) % polygon.length]
          expect(before === polygon[i]).not.toBe(after === polygon[i])
        }
      }
    }),
  )
})

test('the signed areas of the outlines sum to the mask: clockwise around it, the other way around holes', () => {
  fc.assert(
    fc.property(anyMask(), (mask) => {
      const areas = outlinePolygons(mask).map((polygon) => {
        let twice = 0
        for (let i = 0; i < polygon.length; i += 2) {
          const [x0, y0] = polygon.subarray(i, i + 2)
          const [x1, y1] = [polygon[(i + 2) % polygon.length], polygon[(i + 3) % polygon.length]]
          twice += x0 * y1 - x1 * y0
        }
        return twice / 2
      })
      expect(areas.reduce((sum, area) => sum + area, 0)).toBe(mask.data.reduce((sum, inside) => sum + inside, 0))
    }),
  )
})

test('pixels that touch at a corner are outlined apart', () => {
  const [first, second, ...more] = outlinePolygons(maskOf('#.', '.#'))
  expect([...first]).toEqual([-0.5, -0.5, 0.5, -0.5, 0.5, 0.5, -0.5, 0.5])
  expect([...second]).toEqual([0.5, 0.5, 1.5, 0.5, 1.5, 1.5, 0.5, 1.5])
  expect(more).toEqual([])
})
