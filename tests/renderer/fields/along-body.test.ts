import { expect, it } from 'vitest'
import { alongBody } from '../../../src/renderer/fields/use-along-body.ts'

const box = { y0: 10, x0: 20, y1: 13, x1: 121 }
/** S grows evenly from head to tail; the last row is off the body */
const s = Float32Array.from({ length: 3 * 101 }, (_, i) => (i >= 2 * 101 ? Number.NaN : (i % 101) / 100))
const body = alongBody(box, s)

it('says S of a pixel, and of none off the body', () => {
  expect(body.sAt(10, 70)).toBeCloseTo(0.5, 6)
  expect(body.sAt(12, 70)).toBeNull()
  expect(body.sAt(9, 70)).toBeNull()
  expect(body.sAt(10, 121)).toBeNull()
})

it('finds the place of an S that it gave', () => {
  const [y, x] = body.placeOf(0.5) ?? []
  expect(y).toBeCloseTo(10.5, 6)
  expect(x).toBeCloseTo(70, 6)
  expect(alongBody(box, new Float32Array(3 * 101).fill(Number.NaN)).placeOf(0.5)).toBeNull()
})
