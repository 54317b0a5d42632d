import { describe, expect, it } from 'vitest'
import { angleOf, readOutAt } from '../../../src/renderer/fields/read-out.ts'
import { panelField } from '../../support/panel-fields.ts'

const box = { y0: 100, x0: 200, y1: 102, x1: 203 }
const field = panelField(box, Float32Array.of(1, 2, 3, 4, Number.NaN, 6), {
  dyUm: Float32Array.of(0, -30, 0, 0, Number.NaN, 0),
  dxUm: Float32Array.of(0, 40, 0, 0, Number.NaN, 0),
})

describe('readOutAt', () => {
  it('gives the value of the nearest pixel, where it lies, and where its mass goes', () => {
    expect(readOutAt(field, [100.4, 200.6])).toEqual({
      y: 100,
      x: 201,
      yUm: 1000,
      xUm: 2010,
      value: 2,
      displacement: { lengthUm: 50, angleDeg: expect.closeTo(36.87, 2) },
      embryos: null,
    })
  })

  it('says that a pixel is undefined, on the box and off it, and nothing off the grid', () => {
    expect(readOutAt(field, [101, 201])).toMatchObject({ value: null, displacement: null })
    expect(readOutAt(field, [20, 20])).toMatchObject({ value: null, displacement: null })
    expect(readOutAt(field, [-1, 20])).toBeNull()
    expect(readOutAt(field, [20, 576])).toBeNull()
  })
})

it('angles are counted from the tail toward the back', () => {
  expect(angleOf(0, 1)).toBe(0)
  expect(angleOf(-1, 0)).toBe(90)
  expect(angleOf(1, 0)).toBe(-90)
  expect(angleOf(0, -1)).toBe(180)
  expect(angleOf(-0, -1)).toBe(180)
})
