import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tightBox } from '../../../src/core/mask/tight-box.ts'
import { anyMask, maskOf } from '../../support/masks.ts'

test('touches the mask on all four sides; an empty mask has none', () => {
  fc.assert(
    fc.property(anyMask(), (mask) => {
      const inside = Array.from(mask.data.keys()).filter((i) => mask.data[i] === 1)
      fc.pre(inside.length > 0)
      const y = inside.map((i) => Math.floor(i / mask.widthPx))
      const x = inside.map((i) => i % mask.widthPx)
      expect(tightBox(mask)).toEqual({
        y0: Math.min(...y),
        x0: Math.min(...x),
        y1: Math.max(...y) + 1,
        x1: Math.max(...x) + 1,
      })
    }),
  )
  expect(() => tightBox(maskOf('...', '...'))).toThrow(RangeError)
})
