import { expect, test } from 'vitest'
import { MAGNITUDE_COLOURS } from '../../../../src/renderer/charts/magnitude-colours.ts'
import { floatsOf, speedPixels } from '../../../../src/renderer/pages/run/speed-pixels.ts'

test('numbers come out of base64 as they went in', () => {
  const field = Float32Array.of(0, 1.5, Number.NaN, -2, 3.4e38)
  const base64 = Buffer.from(field.buffer).toString('base64')
  expect(floatsOf(base64)).toEqual(field)
})

test('the least is the first colour, the most the last, and what is no number is seen through', () => {
  const pixels = speedPixels(Float32Array.of(0, 200, Number.NaN, 900), 200, MAGNITUDE_COLOURS)
  expect([...pixels.subarray(0, 4)]).toEqual([68, 1, 84, 255])
  expect([...pixels.subarray(4, 8)]).toEqual([253, 231, 37, 255])
  expect([...pixels.subarray(8, 12)]).toEqual([0, 0, 0, 0])
  expect([...pixels.subarray(12, 16)]).toEqual([253, 231, 37, 255])
})

test('lighter is more: the colours are read in grey as well', () => {
  const luma = Array.from({ length: 256 }, (_, i) => {
    const [r = 0, g = 0, b = 0] = MAGNITUDE_COLOURS.subarray(3 * i, 3 * i + 3)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  })
  for (let i = 8; i < 256; i++) expect(luma[i]).toBeGreaterThan(luma[i - 8] ?? 0)
})
