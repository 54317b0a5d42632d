import fc from 'fast-check'
import { expect, test } from 'vitest'
import { booleanIn, cellText, integerIn, labelIn, numberIn } from '../../src/study/cell-values.ts'

test('integers, also as pandas writes them in a column with gaps', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      expect(integerIn(String(value))).toBe(value)
      expect(integerIn(`${value}.0`)).toBe(value)
    }),
  )
  for (const text of ['', '1.5', '1e3', '0x10', 'ten', '1 2', '9007199254740993'])
    expect(integerIn(text)).toBeUndefined()
})

test('decimal numbers, none of the other things that JavaScript takes for one', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(numberIn(String(value))).toBeCloseTo(value, 300)
    }),
  )
  expect(['.5', '5.', '+1e-3', '-2E2'].map(numberIn)).toEqual([0.5, 5, 0.001, -200])
  for (const text of ['', ' ', 'nan', 'inf', 'Infinity', '1e999', '0x10', '1,5', '1_000'])
    expect(numberIn(text)).toBeUndefined()
})

test('booleans', () => {
  expect(['True', 'true', 'TRUE', '1', '1.0'].map(booleanIn)).toEqual(Array(5).fill(true))
  expect(['False', 'false', 'FALSE', '0', '0.0'].map(booleanIn)).toEqual(Array(5).fill(false))
  for (const text of ['', 'yes', '2', 'T']) expect(booleanIn(text)).toBeUndefined()
})

test('missing values and labels', () => {
  for (const text of ['', '  ', 'nan', 'NaN', 'None', 'NA', '<NA>', ' null ']) expect(cellText(text)).toBeUndefined()
  expect([' wt ', '0', 'nanog'].map(cellText)).toEqual(['wt', '0', 'nanog'])
  expect(['20251113.0', '20251113', 'v1.0', undefined].map(labelIn)).toEqual([
    '20251113',
    '20251113',
    'v1.0',
    undefined,
  ])
})
