import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gradientX, gradientY } from '../../../src/core/features/field-derivatives.ts'

const anyField = fc.tuple(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 2, max: 9 })).chain(([heightPx, widthPx]) =>
  fc.record({
    heightPx: fc.constant(heightPx),
    widthPx: fc.constant(widthPx),
    values: fc
      .array(fc.double({ min: -100, max: 100, noNaN: true }), {
        minLength: heightPx * widthPx,
        maxLength: heightPx * widthPx,
      })
      .map((values) => Float64Array.from(values)),
  }),
)

/** numpy.gradient of one line: (f[i+1] − f[i−1]) / 2, and f[1] − f[0], f[n−1] − f[n−2] at its ends */
function gradient(line: readonly number[]): number[] {
  const n = line.length
  return line.map((_, i) => {
    if (i === 0) return line[1] - line[0]
    if (i === n - 1) return line[n - 1] - line[n - 2]
    return (line[i + 1] - line[i - 1]) / 2
  })
}

test('are numpy.gradient’s', () => {
  fc.assert(
    fc.property(anyField, ({ heightPx, widthPx, values }) => {
      const dy = gradientY(values, heightPx, widthPx)
      const dx = gradientX(values, heightPx, widthPx)
      for (let y = 0; y < heightPx; y++) {
        expect([...dx.subarray(y * widthPx, (y + 1) * widthPx)]).toEqual(
          gradient([...values.subarray(y * widthPx, (y + 1) * widthPx)]),
        )
      }
      const column = (field: Float64Array, x: number) => [...field].filter((_, i) => i % widthPx === x)
      for (let x = 0; x < widthPx; x++) expect(column(dy, x)).toEqual(gradient(column(values, x)))
    }),
  )
})

test('of a plane are its slopes everywhere', () => {
  const plane = Float64Array.from({ length: 5 * 7 }, (_, i) => 3 * Math.floor(i / 7) - 2 * (i % 7))
  expect([...new Set(gradientY(plane, 5, 7))]).toEqual([3])
  expect([...new Set(gradientX(plane, 5, 7))]).toEqual([-2])
})
