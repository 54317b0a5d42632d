import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Mask } from '../../../src/core/mask/mask.ts'
import { boundary, boundaryBand, dilate, erode } from '../../../src/core/mask/morphology.ts'
import { anyMask, maskOf, maskWhere, pixelAt } from '../../support/masks.ts'

function cross(mask: Mask, y: number, x: number): number[] {
  const around = [
    [0, 0],
    [-1, 0],
    [1, 0],
    [0, -1],
    [0, 1],
  ]
  return around.map(([dy, dx]) => pixelAt(mask, y + dy, x + dx))
}

test('erosion and dilation by the cross, outside beyond the image', () => {
  fc.assert(
    fc.property(anyMask(), (mask) => {
      const { heightPx, widthPx } = mask
      expect(erode(mask)).toEqual(
        maskWhere(heightPx, widthPx, (y, x) => cross(mask, y, x).every((pixel) => pixel === 1)),
      )
      expect(dilate(mask)).toEqual(
        maskWhere(heightPx, widthPx, (y, x) => cross(mask, y, x).some((pixel) => pixel === 1)),
      )
    }),
  )
})

test('the boundary is what erosion takes', () => {
  expect(boundary(maskOf('.....', '.###.', '.###.', '.###.', '.....'))).toEqual(
    maskOf('.....', '.###.', '.#.#.', '.###.', '.....'),
  )
})

test('the band reaches two pixels to either side of the boundary', () => {
  const band = boundaryBand(maskWhere(30, 30, (y, x) => y >= 8 && y < 22 && x >= 8 && x < 22))
  expect([5, 6, 8, 10, 11].map((y) => pixelAt(band, y, 15))).toEqual([0, 1, 1, 1, 0])
})
