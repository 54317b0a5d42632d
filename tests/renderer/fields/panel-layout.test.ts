import { expect, it } from 'vitest'
import { columnsFor, panelSize } from '../../../src/renderer/fields/panel-layout.ts'

const wide = { width: 1600, height: 900 }
const HEAD_PX = 28

it('every count of panels fits into the room, in whole rows', () => {
  for (let count = 1; count <= 12; count++) {
    const columns = columnsFor(count, wide, HEAD_PX)
    const rows = Math.ceil(count / columns)
    const { width, height } = panelSize(wide, count, columns, HEAD_PX)
    expect(columns * width + 8 * (columns - 1)).toBeLessThanOrEqual(wide.width)
    expect(rows * (height + HEAD_PX) + 8 * (rows - 1)).toBeLessThanOrEqual(wide.height)
  }
})

it('a narrow room has one column, a wide one several', () => {
  expect(columnsFor(4, { width: 400, height: 1200 }, HEAD_PX)).toBe(1)
  expect(columnsFor(4, wide, HEAD_PX)).toBe(2)
  expect(columnsFor(1, wide, HEAD_PX)).toBe(1)
})

it('a room that is not measured yet, or too low, is no fault', () => {
  expect(columnsFor(3, { width: 0, height: 0 }, HEAD_PX)).toBeGreaterThan(0)
  expect(panelSize({ width: 300, height: 20 }, 12, 1, HEAD_PX).height).toBeGreaterThan(50)
})

it('many panels in a low room stand in several columns rather than in a long one', () => {
  expect(columnsFor(9, { width: 690, height: 350 }, HEAD_PX)).toBeGreaterThan(1)
})
