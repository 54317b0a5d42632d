import { rgb } from 'd3-color'
import { interpolateViridis } from 'd3-scale-chromatic'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { COLOUR_MAPS_OF, colourAt, colourTable, suitedColours } from '../../src/figure/colour-maps.ts'
import { COLOUR_MAPS } from '../../src/figure/field-view.ts'
import { rasterOf } from '../../src/figure/raster.ts'

test("a pixel's colour is the colour map's at its value, to the nearest of 256; undefined pixels are see-through", () => {
  const values = fc.array(fc.oneof(fc.double({ min: -50, max: 150, noNaN: true }), fc.constant(Number.NaN)), {
    minLength: 1,
    maxLength: 40,
  })
  fc.assert(
    fc.property(values, (drawn) => {
      const field = Float32Array.from(drawn)
      const range = { low: 0, high: 100 }
      const rgba = rasterOf(field, range, colourTable('viridis'))
      field.forEach((value, i) => {
        const pixel = [...rgba.subarray(4 * i, 4 * i + 4)]
        if (Number.isNaN(value)) expect(pixel).toEqual([0, 0, 0, 0])
        else {
          const at = Math.round(255 * Math.min(1, Math.max(0, value / 100))) / 255
          const { r, g, b } = rgb(interpolateViridis(at))
          expect(pixel).toEqual([Math.round(r), Math.round(g), Math.round(b), 255])
          expect(colourAt(value, range, colourTable('viridis'))).toBe(rgb(...tripleOf(pixel)).formatHex())
        }
      })
    }),
  )
})

test('low values about zero are purple, high ones orange, zero between them is pale', () => {
  const table = colourTable('purple-orange')
  const range = { low: -1, high: 1 }
  const [low, high] = [-1, 1].map((value) => rgb(colourAt(value, range, table) ?? ''))
  expect(low.b).toBeGreaterThan(low.g + 50)
  expect(high.r).toBeGreaterThan(high.b + 50)
  const { r, g, b } = rgb(colourAt(0, range, table) ?? '')
  expect(Math.min(r, g, b)).toBeGreaterThan(230)
})

test('magnitudes grow lighter or darker without turning back, so that they are read in grey too', () => {
  for (const name of COLOUR_MAPS_OF.magnitude) {
    const { bytes } = colourTable(name)
    const luma = Array.from(
      { length: 256 },
      (_, k) => 0.2126 * bytes[3 * k] + 0.7152 * bytes[3 * k + 1] + 0.0722 * bytes[3 * k + 2],
    )
    for (let k = 8; k < 256; k++) expect(luma[k]).toBeGreaterThan(luma[k - 8])
  }
})

test('a colour map that does not suit the kind of value gives way to the first that does', () => {
  expect(suitedColours('magma', 'magnitude')).toBe('magma')
  expect(suitedColours('magma', 'signed')).toBe('purple-orange')
  expect(suitedColours(null, 'magnitude')).toBe('viridis')
  expect([...COLOUR_MAPS_OF.magnitude, ...COLOUR_MAPS_OF.signed]).toEqual([...COLOUR_MAPS])
})

function tripleOf(pixel: number[]): [number, number, number] {
  const [r, g, b] = pixel
  return [r, g, b]
}
