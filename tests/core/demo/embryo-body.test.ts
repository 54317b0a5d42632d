import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bodyToMaterial, layOutBody, materialToBody } from '../../../src/core/demo/embryo-body.ts'
import { dorsalWidthUm, headingRad, ventralWidthUm } from '../../../src/core/demo/embryo-shape.ts'
import { anyShape, shapeAt } from './shapes.ts'

const inner = fc.record({
  s: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
  r: fc.double({ min: -0.99, max: 0.99, noNaN: true }),
})

test('material coordinates come back from where their point lies', () => {
  fc.assert(
    fc.property(anyShape, inner, (shape, { s, r }) => {
      const body = layOutBody(shape)
      const found = bodyToMaterial(body, materialToBody(body, [s, r]))
      expect(found?.[0]).toBeCloseTo(s, 6)
      expect(found?.[1]).toBeCloseTo(r, 3)
    }),
    { numRuns: 300 },
  )
})

test('the tissue is nowhere folded: the bend is wider than the body on its inside', () => {
  fc.assert(
    fc.property(anyShape, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (shape, s) => {
      const curvature = (headingRad(shape, s + 1e-4) - headingRad(shape, s - 1e-4)) / (2e-4 * shape.lengthUm)
      const inside = curvature > 0 ? ventralWidthUm(shape, s) : dorsalWidthUm(shape, s)
      expect(Math.abs(curvature) * inside).toBeLessThan(0.6)
    }),
  )
})

test('the centreline is as long as asked, and the tip is turned as asked', () => {
  fc.assert(
    fc.property(anyShape, (shape) => {
      const { centrelineY: y, centrelineX: x } = layOutBody(shape)
      let lengthUm = 0
      for (let i = 1; i < y.length; i++) lengthUm += Math.hypot(y[i] - y[i - 1], x[i] - x[i - 1])
      expect(lengthUm / shape.lengthUm).toBeCloseTo(1, 6)
      const last = y.length - 1
      const headingDeg = (Math.atan2(y[last] - y[last - 1], x[last] - x[last - 1]) * 180) / Math.PI
      expect(headingDeg).toBeCloseTo(shape.trunkBendDeg + shape.curl.angleDeg, 1)
    }),
  )
})

describe('directions', () => {
  test.each([
    ['ventral curls go down', 90, 1],
    ['dorsal curls go up', -90, -1],
  ])('%s', (_, angleDeg, sign) => {
    const tip = materialToBody(layOutBody(shapeAt(48, angleDeg)), [1, 0])
    expect(Math.sign(tip[0])).toBe(sign)
  })

  test('the belly with the yolk lies below the back, the head left of the tail', () => {
    const body = layOutBody(shapeAt(48, 0))
    expect(materialToBody(body, [0.24, 1])[0]).toBeGreaterThan(250)
    expect(materialToBody(body, [0.24, -1])[0]).toBeLessThan(-100)
    expect(materialToBody(body, [1, 0])[1]).toBeGreaterThan(2900)
  })
})

test('nothing lies before the snout, behind the tail or beside the body', () => {
  const body = layOutBody(shapeAt(30, 0))
  for (const point of [
    [0, -1],
    [0, 1901],
    [-400, 900],
    [200, 1500],
  ] as const) {
    expect(bodyToMaterial(body, point)).toBeUndefined()
  }
})
