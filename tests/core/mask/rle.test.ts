import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeCocoRle, encodeCocoRle } from '../../../src/core/mask/coco-rle.ts'
import { decodeColumnMajorRle, encodeColumnMajorRle } from '../../../src/core/mask/column-major-rle.ts'
import { MaskError } from '../../../src/core/mask/mask-error.ts'
import { decodeRowMajorRle, encodeRowMajorRle } from '../../../src/core/mask/row-major-rle.ts'
import { anyMask, maskOf, maskWhere } from '../../support/masks.ts'

describe('round trips', () => {
  test('compressed COCO', () => {
    fc.assert(
      fc.property(anyMask(), (mask) => {
        expect(decodeCocoRle(encodeCocoRle(mask), mask.heightPx, mask.widthPx)).toEqual(mask)
      }),
    )
  })

  test('row-major', () => {
    fc.assert(
      fc.property(anyMask(), (mask) => {
        expect(decodeRowMajorRle(encodeRowMajorRle(mask))).toEqual(mask)
      }),
    )
  })

  test('column-major', () => {
    fc.assert(
      fc.property(anyMask(), (mask) => {
        expect(decodeColumnMajorRle(encodeColumnMajorRle(mask))).toEqual(mask)
      }),
    )
  })

  test('long runs, and differences of both signs', () => {
    const mask = maskWhere(700, 500, (y, x) => (y - 350) ** 2 + (x - 250) ** 2 < 200 ** 2 || (x === 3 && y > 20))
    expect(decodeCocoRle(encodeCocoRle(mask), 700, 500)).toEqual(mask)
  })
})

describe('known encodings', () => {
  const mask = maskOf('.##', '.#.')

  test('runs start outside and follow rows or columns', () => {
    expect(encodeRowMajorRle(mask)).toEqual({ shape: [2, 3], counts: [1, 2, 1, 1, 1] })
    expect(encodeColumnMajorRle(mask)).toEqual({ size: [2, 3], counts: [2, 3, 1] })
    expect(encodeRowMajorRle(maskOf('##')).counts).toEqual([0, 2])
  })

  test('compressed runs are differences from the third on', () => {
    expect(encodeCocoRle(mask)).toBe('231')
    expect(encodeCocoRle(maskOf('.#.#.'))).toBe('11100')
    // runs 20 (two characters), 5, 1, and 2 as −3 from the 5
    expect(decodeCocoRle('d051M', 1, 28)).toEqual(
      maskWhere(1, 28, (_, x) => (x >= 20 && x < 25) || x === 26 || x === 27),
    )
  })
})

describe('what cannot be right is refused', () => {
  test.each([
    ['a shortened list', { shape: [2, 3], counts: [1, 2] }, /add up to 3 px, but height × width is 2 × 3 = 6 px/],
    ['too long a list', { shape: [2, 3], counts: [1, 2, 4] }, /add up to 7 px/],
    ['a negative run', { shape: [2, 3], counts: [7, -1] }, /run length 1 is -1/],
    ['a broken run', { shape: [2, 3], counts: [1.5, 4.5] }, /run length 0 is 1\.5/],
    ['no height', { shape: [0, 3], counts: [] }, /mask height must be a whole number of pixels above 0, not 0/],
    ['half a pixel', { shape: [2, 2.5], counts: [5] }, /mask width .* not 2\.5/],
    ['a huge size', { shape: [65536, 32768], counts: [65536 * 32768] }, /too large: 2147483648 px/],
  ] as const)('%s', (_, rle, message) => {
    expect(() => decodeRowMajorRle(rle)).toThrow(message)
    expect(() => decodeColumnMajorRle({ size: rle.shape, counts: rle.counts })).toThrow(message)
    expect(() => decodeRowMajorRle(rle)).toThrow(MaskError)
  })

  test('illegal characters', () => {
    expect(() => decodeCocoRle('23"1', 2, 3)).toThrow(/character 3 of the compressed RLE is "\\""/)
    expect(() => decodeCocoRle('2~', 2, 3)).toThrow(/character 2/)
  })

  test('a number without end', () => {
    expect(() => decodeCocoRle('oooooooooo0', 2, 3)).toThrow(/more than 7 characters/)
  })

  test('a compressed string cut anywhere, but for a last run of nothing', () => {
    fc.assert(
      fc.property(anyMask(), fc.nat(), (mask, at) => {
        const text = encodeCocoRle(mask)
        const cut = text.slice(0, at % text.length)
        expect(() => decodeCocoRle(cut, mask.heightPx, mask.widthPx)).toThrow(MaskError)
      }),
    )
  })
})
