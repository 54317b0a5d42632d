import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boxAround } from '../../../src/renderer/components/mask-drawing.ts'

const masks = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 })).chain(([heightPx, widthPx]) =>
  fc.record({
    heightPx: fc.constant(heightPx),
    widthPx: fc.constant(widthPx),
    data: fc
      .array(fc.constantFrom(0, 1), { minLength: heightPx * widthPx, maxLength: heightPx * widthPx })
      .map((pixels) => Uint8Array.from(pixels)),
  }),
)

test('a box holds every pixel of a mask and its margin, and nothing outside the image', () => {
  fc.assert(
    fc.property(masks, fc.nat(3), (mask, margin) => {
      const { x, y, widthPx, heightPx } = boxAround(mask, margin)
      expect(x >= 0 && y >= 0 && x + widthPx <= mask.widthPx && y + heightPx <= mask.heightPx).toBe(true)
      const inside = [...mask.data.keys()].filter((pixel) => mask.data[pixel] === 1)
      const rows = inside.map((pixel) => Math.floor(pixel / mask.widthPx))
      const columns = inside.map((pixel) => pixel % mask.widthPx)
      if (inside.length === 0) {
        expect({ widthPx, heightPx }).toEqual({ widthPx: mask.widthPx, heightPx: mask.heightPx })
        return
      }
      expect(y).toBe(Math.max(0, Math.min(...rows) - margin))
      expect(x).toBe(Math.max(0, Math.min(...columns) - margin))
      expect(y + heightPx).toBe(Math.min(mask.heightPx, Math.max(...rows) + 1 + margin))
      expect(x + widthPx).toBe(Math.min(mask.widthPx, Math.max(...columns) + 1 + margin))
    }),
  )
})
