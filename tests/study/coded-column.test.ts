import fc from 'fast-check'
import { expect, test } from 'vitest'
import { codedColumn, textIn } from '../../src/study/coded-column.ts'

test('gives every text back, each kept once', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (texts) => {
      const column = codedColumn(texts.length, (row) => texts[row])
      expect(texts.map((_, row) => textIn(column, row))).toEqual(texts)
      expect(new Set(column.values).size).toBe(column.values.length)
    }),
  )
})

test('holds more different texts than 16 bits can count', () => {
  const count = (1 << 16) + 1000
  const column = codedColumn(count, (row) => `t${row}`)
  expect([0, 65_534, 65_535, 65_536, count - 1].map((row) => textIn(column, row))).toEqual([
    't0',
    't65534',
    't65535',
    't65536',
    `t${count - 1}`,
  ])
})
