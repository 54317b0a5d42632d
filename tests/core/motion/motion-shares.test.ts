import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitMotion } from '../../../src/core/motion/motion-shares.ts'
import { anyPoints, moved } from '../../support/displaced-points.ts'

const anyNumber = fc.double({ min: -1, max: 1, noNaN: true })

test('a turn and a shift are all rigid', () => {
  fc.assert(
    fc.property(anyPoints, anyNumber, anyNumber, (points, angleRad, shift) => {
      const [cos, sin] = [Math.cos(angleRad), Math.sin(angleRad)]
      const { shares } = splitMotion(moved(points, (y, x) => [cos * y + sin * x + 3 + shift, cos * x - sin * y]))
      expect(shares.rigid).toBeCloseTo(1, 9)
      expect(shares.scaleFactor).toBeCloseTo(1, 9)
    }),
  )
})

test('growth about the centre is all scale', () => {
  fc.assert(
    fc.property(anyPoints, fc.double({ min: 1.05, max: 1.5, noNaN: true }), (points, factor) => {
      const middleY = points.reduce((sum, [y]) => sum + y, 0) / points.length
      const middleX = points.reduce((sum, [, x]) => sum + x, 0) / points.length
      const { shares } = splitMotion(
        moved(points, (y, x) => [middleY + factor * (y - middleY), middleX + factor * (x - middleX)]),
      )
      expect(shares.scale).toBeCloseTo(1, 9)
      expect(shares.scaleFactor).toBeCloseTo(factor, 9)
    }),
  )
})

test('an affine motion leaves no rest, and the rest is orthogonal to every affine motion', () => {
  fc.assert(
    fc.property(anyPoints, fc.tuple(anyNumber, anyNumber, anyNumber, anyNumber), (points, [a, b, c, d]) => {
      const affine = splitMotion(moved(points, (y, x) => [y + a * y + b * x + 5, x + c * y + d * x]))
      expect(affine.shares.rest).toBeLessThan(1e-9)
      const field = moved(points, (y, x) => [y + Math.sin(x * a) * 9, x + Math.cos(y * b) * 7])
      const { shares, restDy } = splitMotion(field)
      const total = shares.rigid + shares.scale + shares.affine + shares.rest
      expect(total).toBeCloseTo(1, 9)
      for (const share of [shares.rigid, shares.scale, shares.affine, shares.rest])
        expect(share).toBeGreaterThan(-1e-12)
      for (const mode of [() => 1, (i: number) => points[i][0], (i: number) => points[i][1]]) {
        expect(restDy.reduce((sum, value, i) => sum + value * mode(i), 0)).toBeCloseTo(0, 7)
      }
    }),
  )
})

test('nothing moved: nothing is left', () => {
  const { shares, restDy } = splitMotion(
    moved(
      [
        [0, 0],
        [1, 3],
        [4, 1],
      ],
      (y, x) => [y, x],
    ),
  )
  expect(shares).toEqual({ rigid: 1, scale: 0, affine: 0, rest: 0, scaleFactor: 1 })
  expect(restDy.every((value) => value === 0)).toBe(true)
})
