import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foregroundComponents } from '../../../src/core/mask/connected-components.ts'
import { maskAreaPx } from '../../../src/core/mask/mask.ts'
import { paddedCut } from '../../../src/core/mask/padded-cut.ts'
import { thin } from '../../../src/core/mask/thin.ts'
import { anyMask, maskOf, maskWhere } from '../../support/masks.ts'

test('a bar becomes its middle line', () => {
  const bar = maskWhere(11, 30, (y, x) => y >= 3 && y <= 7 && x >= 2 && x <= 27)
  const skeleton = thin(bar)
  for (let x = 6; x < 24; x++) {
    expect(Array.from({ length: 11 }, (_, y) => skeleton.data[y * 30 + x])).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0])
  }
})

test('a skeleton lies in the mask, is thin, and stays in one piece where the mask is', () => {
  const whole = anyMask().filter((mask) => mask.data.includes(1) && foregroundComponents(mask).areasPx.length === 1)
  fc.assert(
    fc.property(whole, (mask) => {
      const { mask: cut } = paddedCut(mask)
      const skeleton = thin(cut)
      expect(foregroundComponents(skeleton).areasPx.length).toBe(1)
      expect(skeleton.data.every((inside, i) => inside <= cut.data[i])).toBe(true)
      expect(thin(skeleton)).toEqual(skeleton)
    }),
  )
})

test('a square of 2 × 2 px keeps one', () => {
  expect(maskAreaPx(thin(maskOf('....', '.##.', '.##.', '....')))).toBe(1)
})

test('a cut has one free pixel on every side and knows where it was', () => {
  const mask = maskOf('....', '..##', '....')
  expect(paddedCut(mask)).toEqual({ mask: maskOf('....', '.##.', '....'), originYx: [0, 1] })
})
