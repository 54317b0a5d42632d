import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Mask, maskAreaPx } from '../../../src/core/mask/mask.ts'
import { maskDensity } from '../../../src/core/pair/density.ts'
import { sum } from '../../../src/core/transport/numbers.ts'
import { anyMask, maskOf, maskWhere, pixelAt } from '../../support/masks.ts'

const someMask = anyMask().filter((mask) => maskAreaPx(mask) > 0)

function distances(mask: Mask): number[] {
  return Array.from(mask.data, (inside, i) => {
    if (inside === 0) return 0
    let nearest = Infinity
    mask.data.forEach((other, j) => {
      const dy = Math.floor(i / mask.widthPx) - Math.floor(j / mask.widthPx)
      const dx = (i % mask.widthPx) - (j % mask.widthPx)
      if (other === 0) nearest = Math.min(nearest, Math.hypot(dy, dx))
    })
    return nearest
  })
}

describe('mass modes', () => {
  test('uniform: every pixel of the mask weighs one', () => {
    fc.assert(
      fc.property(someMask, (mask) => {
        expect([...maskDensity(mask, 'uniform').values]).toEqual([...mask.data])
      }),
    )
  })

  test('boundary_band: all within two steps of a pixel that lacks a side neighbour', () => {
    fc.assert(
      fc.property(someMask, (mask) => {
        const { values } = maskDensity(mask, 'boundary_band')
        const onBoundary = (y: number, x: number) =>
          pixelAt(mask, y, x) === 1 &&
          [
            [1, 0],
            [-1, 0],
            [0, 1],
            [0, -1],
          ].some(([dy, dx]) => pixelAt(mask, y + dy, x + dx) === 0)
        values.forEach((value, i) => {
          const y = Math.floor(i / mask.widthPx)
          const x = i % mask.widthPx
          let near = false
          for (let dy = -2; dy <= 2; dy++) {
            for (let dx = -2; dx <= 2; dx++) {
              if (Math.abs(dy) + Math.abs(dx) <= 2 && onBoundary(y + dy, x + dx)) near = true
            }
          }
          expect(value).toBe(near ? 1 : 0)
        })
      }),
    )
  })

  test('distance_transform: a pixel weighs its distance to the nearest one outside', () => {
    fc.assert(
      fc.property(
        someMask.filter((mask) => mask.data.includes(0)),
        (mask) => {
          const expected = distances(mask)
          maskDensity(mask, 'distance_transform').values.forEach((value, i) => {
            expect(value).toBeCloseTo(expected[i], 12)
          })
        },
      ),
    )
  })

  test('none of them has mass where there is no mask nearby, and all have some', () => {
    const disc = maskWhere(40, 40, (y, x) => (y - 20) ** 2 + (x - 20) ** 2 < 100)
    for (const mode of ['uniform', 'boundary_band', 'distance_transform'] as const) {
      const { values } = maskDensity(disc, mode)
      expect(values[0]).toBe(0)
      expect(sum(values)).toBeGreaterThan(100)
    }
    expect([...maskDensity(maskOf('.#.'), 'boundary_band').values]).toEqual([1, 1, 1])
  })
})
