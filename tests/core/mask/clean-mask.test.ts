import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanMask } from '../../../src/core/mask/clean-mask.ts'
import { backgroundComponents, foregroundComponents } from '../../../src/core/mask/connected-components.ts'
import { emptyMask, maskAreaPx } from '../../../src/core/mask/mask.ts'
import { anyMask, maskOf } from '../../support/masks.ts'

test('specks go, holes are filled, and both are counted', () => {
  const { mask, ...changes } = cleanMask(maskOf('#.......', '..#####.', '..#.#.#.', '..#####.', '........', '#.....##'))
  expect(mask).toEqual(maskOf('........', '..#####.', '..#####.', '..#####.', '........', '........'))
  expect(changes).toEqual({ removedComponents: 3, removedAreaPx: 4, filledHoles: 2, filledAreaPx: 2 })
})

test('a speck inside a hole is removed, then filled', () => {
  const cleaned = cleanMask(maskOf('#####', '#...#', '#.#.#', '#...#', '#####'))
  expect(maskAreaPx(cleaned.mask)).toBe(25)
  expect(cleaned).toMatchObject({ removedComponents: 1, removedAreaPx: 1, filledHoles: 1, filledAreaPx: 9 })
})

test('what is left is one piece without holes, the areas add up, and cleaning again changes nothing', () => {
  fc.assert(
    fc.property(anyMask(), (mask) => {
      const cleaned = cleanMask(mask)
      expect(foregroundComponents(cleaned.mask).areasPx.length).toBe(maskAreaPx(mask) > 0 ? 1 : 0)
      expect(maskAreaPx(cleaned.mask)).toBe(maskAreaPx(mask) - cleaned.removedAreaPx + cleaned.filledAreaPx)
      expect(cleanMask(cleaned.mask)).toEqual({
        mask: cleaned.mask,
        removedComponents: 0,
        removedAreaPx: 0,
        filledHoles: 0,
        filledAreaPx: 0,
      })
      const padded = emptyMask(mask.heightPx + 2, mask.widthPx + 2)
      cleaned.mask.data.forEach((inside, i) => {
        const y = Math.floor(i / mask.widthPx) + 1
        padded.data[y * padded.widthPx + (i % mask.widthPx) + 1] = inside
      })
      expect(backgroundComponents(padded).areasPx.length).toBe(1)
    }),
  )
})

test('an empty mask stays empty', () => {
  expect(cleanMask(emptyMask(2, 3))).toMatchObject({ mask: emptyMask(2, 3), removedComponents: 0, filledHoles: 0 })
})
