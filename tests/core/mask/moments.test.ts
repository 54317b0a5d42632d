import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskAreaPx } from '../../../src/core/mask/mask.ts'
import { MaskError } from '../../../src/core/mask/mask-error.ts'
import { maskMoments, principalAngleRad, skewnessAlong } from '../../../src/core/mask/moments.ts'
import { anyMask, maskOf, maskWhere } from '../../support/masks.ts'

const someMask = anyMask().filter((mask) => maskAreaPx(mask) > 0)

test('are the means over all pixels', () => {
  fc.assert(
    fc.property(someMask, (mask) => {
      const inside = Array.from(mask.data.keys()).filter((i) => mask.data[i] === 1)
      const mean = (valueAt: (y: number, x: number) => number) =>
        inside.reduce((sum, i) => sum + valueAt(Math.floor(i / mask.widthPx), i % mask.widthPx), 0) / inside.length
      const [cy, cx] = [mean((y) => y), mean((_, x) => x)]
      const { areaPx, centroidYx, ...central } = maskMoments(mask)
      expect(areaPx).toBe(inside.length)
      expect(centroidYx[0]).toBeCloseTo(cy, 12)
      expect(centroidYx[1]).toBeCloseTo(cx, 12)
      for (const [name, value] of Object.entries(central)) {
        const power = (axis: string) => name.split(axis).length - 1
        expect(value).toBeCloseTo(
          mean((y, x) => (y - cy) ** power('y') * (x - cx) ** power('x')),
          9,
        )
      }
    }),
  )
})

test('skewness along a direction is that of the projected pixels', () => {
  fc.assert(
    fc.property(someMask, fc.double({ min: 0, max: 7, noNaN: true }), (mask, angle) => {
      const [uy, ux] = [Math.sin(angle), Math.cos(angle)]
      const positions: number[] = []
      mask.data.forEach((inside, i) => {
        if (inside) positions.push(uy * Math.floor(i / mask.widthPx) + ux * (i % mask.widthPx))
      })
      const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
      const centre = mean(positions)
      const variance = mean(positions.map((p) => (p - centre) ** 2))
      fc.pre(variance > 1e-6)
      const expected = mean(positions.map((p) => (p - centre) ** 3)) / variance ** 1.5
      expect(skewnessAlong(maskMoments(mask), [3 * uy, 3 * ux])).toBeCloseTo(expected, 8)
    }),
  )
})

test('the principal axis is the direction of greatest variance', () => {
  fc.assert(
    fc.property(someMask, fc.double({ min: 0, max: Math.PI, noNaN: true }), (mask, other) => {
      const moments = maskMoments(mask)
      const variance = (a: number) =>
        Math.sin(a) ** 2 * moments.yy + 2 * Math.sin(a) * Math.cos(a) * moments.yx + Math.cos(a) ** 2 * moments.xx
      expect(variance(principalAngleRad(moments))).toBeGreaterThanOrEqual(variance(other) - 1e-9)
    }),
  )
})

test('a bar from top left to bottom right lies at +45°', () => {
  const moments = maskMoments(maskWhere(20, 20, (y, x) => Math.abs(y - x) < 2))
  expect(principalAngleRad(moments)).toBeCloseTo(Math.PI / 4, 12)
  expect(moments.centroidYx).toEqual([9.5, 9.5])
})

test('skewness points to the thin end', () => {
  expect(skewnessAlong(maskMoments(maskOf('##....', '######', '##....')), [0, 1])).toBeGreaterThan(0)
})

test('an empty mask has none', () => {
  expect(() => maskMoments(maskOf('...'))).toThrow(MaskError)
})
