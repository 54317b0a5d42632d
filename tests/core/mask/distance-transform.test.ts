import fc from 'fast-check'
import { expect, test } from 'vitest'
import { distanceTransform } from '../../../src/core/mask/distance-transform.ts'
import type { Mask } from '../../../src/core/mask/mask.ts'
import { anyMask, maskOf } from '../../support/masks.ts'

function oracle({ widthPx, data }: Mask): number[] {
  return Array.from(data, (inside, i) => {
    if (inside === 0) return 0
    let nearest = Number.POSITIVE_INFINITY
    data.forEach((other, j) => {
      const dy = Math.floor(i / widthPx) - Math.floor(j / widthPx)
      const dx = (i % widthPx) - (j % widthPx)
      if (other === 0) nearest = Math.min(nearest, dy * dy + dx * dx)
    })
    return Math.sqrt(nearest)
  })
}

test('is exact', () => {
  fc.assert(
    fc.property(anyMask(), (mask) => {
      expect([...distanceTransform(mask)]).toEqual(oracle(mask))
    }),
  )
})

test('is exact where little is outside', () => {
  const rare = fc.record({ height: fc.integer({ min: 1, max: 20 }), width: fc.integer({ min: 1, max: 20 }) })
  fc.assert(
    fc.property(rare, fc.array(fc.nat(), { maxLength: 3 }), ({ height, width }, holes) => {
      const data = new Uint8Array(height * width).fill(1)
      for (const hole of holes) data[hole % data.length] = 0
      const mask = { heightPx: height, widthPx: width, data }
      expect([...distanceTransform(mask)]).toEqual(oracle(mask))
    }),
  )
})

test('the edge of the image is not outside', () => {
  expect([...distanceTransform(maskOf('###.'))]).toEqual([3, 2, 1, 0])
  expect([...distanceTransform(maskOf('##'))]).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY])
})
