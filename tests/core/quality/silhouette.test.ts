import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MIRRORED_X, MIRRORED_Y, type Mirroring } from '../../../src/core/canonical/orient-along-time.ts'
import type { Mask } from '../../../src/core/mask/mask.ts'
import { disagreement, silhouette } from '../../../src/core/quality/silhouette.ts'
import { maskWhere } from '../../support/masks.ts'

/** a shape that no mirroring leaves as it is */
const LOPSIDED = maskWhere(
  60,
  100,
  (y, x) => (y > 20 && y < 30 && x > 10 && x < 90) || (y >= 30 && y < 46 && x > 10 && x < 34),
)

function mirrored(mask: Mask, mirroring: Mirroring): Mask {
  const flipY = (mirroring & MIRRORED_Y) !== 0
  const flipX = (mirroring & MIRRORED_X) !== 0
  return maskWhere(mask.heightPx, mask.widthPx, (y, x) => {
    const fromY = flipY ? mask.heightPx - 1 - y : y
    const fromX = flipX ? mask.widthPx - 1 - x : x
    return mask.data[fromY * mask.widthPx + fromX] === 1
  })
}

test('a mirrored shape agrees with itself once it is mirrored back, wherever it lies', () => {
  fc.assert(
    fc.property(fc.constantFrom<Mirroring>(0, 1, 2, 3), fc.integer({ min: -8, max: 8 }), (mirroring, shift) => {
      const other = mirrored(LOPSIDED, mirroring)
      const moved = maskWhere(60, 100, (y, x) => other.data[(y + shift) * 100 + x + shift] === 1)
      const found = disagreement(silhouette(LOPSIDED), silhouette(moved))
      expect(found[mirroring]).toBeLessThan(0.05)
      expect(found.filter((_, k) => k !== mirroring).every((share) => share > 0.15)).toBe(true)
    }),
  )
})

test('shapes that share nothing disagree wholly, and half of one by half', () => {
  const disk = (radius: number) => silhouette(maskWhere(60, 60, (y, x) => Math.hypot(y - 30, x - 30) <= radius))
  expect(disagreement(disk(20), disk(20))[0]).toBe(0)
  expect(disagreement(disk(20), disk(20 / Math.SQRT2))[0]).toBeCloseTo(0.5, 1)
  const ring = silhouette(maskWhere(60, 60, (y, x) => Math.abs(Math.hypot(y - 30, x - 30) - 24) <= 3))
  expect(disagreement(ring, disk(15))).toEqual([1, 1, 1, 1])
})
