import { expect, test } from 'vitest'
import { maskFromLabels } from '../../../src/core/mask/label-mask.ts'
import { maskOf } from '../../support/masks.ts'

const labels = [0, 3, 7, 3, 0, 0]

test('any label, or one of them', () => {
  expect(maskFromLabels(labels, 2, 3)).toEqual(maskOf('.##', '#..'))
  expect(maskFromLabels(Uint16Array.from(labels), 2, 3, 3)).toEqual(maskOf('.#.', '#..'))
  expect(maskFromLabels(labels, 2, 3, 0)).toEqual(maskOf('#..', '.##'))
})

test('values that do not fit the size are refused', () => {
  expect(() => maskFromLabels(labels, 2, 4)).toThrow(/6 values, but height × width is 2 × 4 = 8/)
})
