import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lineProfile, regionFigures } from '../../../src/renderer/fields/mark-figures.ts'
import { panelField } from '../../support/panel-fields.ts'

const box = { y0: 10, x0: 20, y1: 30, x1: 60 }
const width = box.x1 - box.x0
/** each pixel's value is its column */
const columns = panelField(
  box,
  Float32Array.from({ length: 20 * width }, (_, i) => box.x0 + (i % width)),
)
const rectangle = (y0: number, x0: number, y1: number, x1: number) =>
  [
    [y0, x0],
    [y0, x1],
    [y1, x1],
    [y1, x0],
  ] as const

describe('lineProfile', () => {
  it('reads the pixels under it, a pixel apart, and leaves a gap off the field', () => {
    const line = lineProfile(columns, [15, 18], [15, 24])
    expect(line.map(({ value }) => value)).toEqual([null, null, 20, 21, 22, 23, 24])
    expect(line.map(({ alongUm }) => alongUm)).toEqual([0, 10, 20, 30, 40, 50, 60])
  })

  it('is as long as the line, whatever its slope', () => {
    expect(lineProfile(columns, [12, 22], [15, 26]).at(-1)?.alongUm).toBeCloseTo(50, 9)
  })
})

describe('regionFigures', () => {
  it('counts the pixels whose centre is inside', () => {
    const figures = regionFigures(columns, rectangle(9.5, 19.5, 11.5, 24.5))
    expect(figures).toMatchObject({ count: 10, areaUm2: 1000, mean: 22, least: 20, median: 22, most: 24 })
    expect(figures.sd).toBeCloseTo(Math.sqrt(20 / 9), 9)
  })

  it('of any rectangle is the same whichever corner was drawn first', () => {
    const corner = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 80 }))
    fc.assert(
      fc.property(corner, corner, ([y0, x0], [y1, x1]) => {
        const one = regionFigures(columns, rectangle(y0 + 0.3, x0 + 0.3, y1 + 0.3, x1 + 0.3))
        const other = regionFigures(columns, rectangle(y1 + 0.3, x1 + 0.3, y0 + 0.3, x0 + 0.3))
        expect(other).toEqual(one)
      }),
    )
  })

  it('leaves out what is undefined, and says nothing of nothing', () => {
    const gaps = panelField(
      box,
      columns.values.map((value) => (value % 2 === 0 ? value : Number.NaN)),
    )
    expect(regionFigures(gaps, rectangle(9.5, 19.5, 10.5, 24.5))).toMatchObject({ count: 3, mean: 22, median: 22 })
    expect(regionFigures(gaps, rectangle(100, 100, 110, 110))).toMatchObject({ count: 0, mean: null, sd: null })
  })
})
