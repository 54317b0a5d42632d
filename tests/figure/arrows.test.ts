import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arrowPolygons, arrowStepPx, suitedArrowScale } from '../../src/figure/arrows.ts'
import { toGrid } from '../../src/figure/panel-window.ts'
import { maskWhere } from '../support/masks.ts'
import { shiftedPanel } from '../support/panel-fields.ts'

/** a disc of 40 px, at rows 60… and columns 200… of the canonical grid, that moves by (+20, −12) px */
const disc = maskWhere(41, 41, (y, x) => Math.hypot(y - 20, x - 20) <= 20)
const shifted = shiftedPanel(disc, { y: 60, x: 200 }, [20, -12])

const windows = fc.record({
  centreYx: fc.tuple(fc.double({ min: 50, max: 110, noNaN: true }), fc.double({ min: 190, max: 250, noNaN: true })),
  zoom: fc.double({ min: 0.4, max: 24, noNaN: true }),
})
const size = { width: 300, height: 200 }

test('arrows lead from pixels that are defined to where they went, at every zoom and scale', () => {
  fc.assert(
    fc.property(windows, fc.constantFrom(0.2, 1, 5), (window, scale) => {
      const arrows = arrowPolygons(shifted, window, size, scale)
      for (const polygon of arrows) {
        expect(polygon).toHaveLength(14)
        const tail = [(polygon[1] + polygon[13]) / 2, (polygon[0] + polygon[12]) / 2] as const
        const [y, x] = toGrid(tail, window, size)
        expect(y).toBeCloseTo(Math.round(y), 2)
        expect(x).toBeCloseTo(Math.round(x), 2)
        expect(Math.round(y) % arrowStepPx(window.zoom)).toBe(0)
        expect(disc.data[(Math.round(y) - 60) * 41 + Math.round(x) - 200]).toBe(1)
        const [tipY, tipX] = toGrid([polygon[7], polygon[6]], window, size)
        expect(tipY - y).toBeCloseTo(20 * scale, 2)
        expect(tipX - x).toBeCloseTo(-12 * scale, 2)
      }
    }),
  )
  expect(arrowPolygons(shifted, { centreYx: [80, 220], zoom: 3 }, size, 1).length).toBeGreaterThan(20)
})

test('too short to show a direction, or undefined: no arrow', () => {
  const still = shiftedPanel(disc, { y: 60, x: 200 }, [0.01, 0])
  expect(arrowPolygons(still, { centreYx: [80, 220], zoom: 3 }, size, 1)).toEqual([])
  expect(arrowPolygons({ ...shifted, dyUm: null, dxUm: null }, { centreYx: [80, 220], zoom: 3 }, size, 1)).toEqual([])
})

test('arrows are of true length where that can be read; else long ones are neither specks nor across the panel', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 2000, noNaN: true }),
      fc.double({ min: 0.3, max: 30, noNaN: true }),
      (longUm, zoom) => {
        const scale = suitedArrowScale(longUm, 10, zoom)
        const truePx = (longUm / 10) * zoom
        if (truePx >= 9 && truePx <= 60) expect(scale).toBe(1)
        else if (scale > 0.1) expect(scale * truePx).toBeLessThanOrEqual(28)
        if (scale < 50) expect(scale * truePx).toBeGreaterThanOrEqual(9)
      },
    ),
  )
})
