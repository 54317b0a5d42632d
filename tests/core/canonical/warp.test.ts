import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyAffine, invertAffine } from '../../../src/core/canonical/affine.ts'
import { warpedExtent, warpMask } from '../../../src/core/canonical/warp.ts'
import { anyMask, pixelAt } from '../../support/masks.ts'

const GRID = { heightPx: 20, widthPx: 24, umPerPx: 10 }

/** turned, scaled, mirrored and moved, partly off the grid */
const anyTransform = fc
  .record({
    angle: fc.oneof(fc.constantFrom(0, Math.PI / 2), fc.double({ min: 0, max: 7, noNaN: true })),
    scale: fc.double({ min: 0.3, max: 3, noNaN: true }),
    mirror: fc.constantFrom(1, -1),
    y0: fc.double({ min: -10, max: 25, noNaN: true }),
    x0: fc.double({ min: -10, max: 25, noNaN: true }),
  })
  .map(({ angle, scale, mirror, y0, x0 }) => {
    const [cos, sin] = [scale * Math.cos(angle), scale * Math.sin(angle)]
    return { yy: mirror * cos, yx: -mirror * sin, xy: sin, xx: cos, y0, x0 }
  })

test('every grid pixel takes the raw pixel that it falls in', () => {
  fc.assert(
    fc.property(anyMask(), anyTransform, (mask, transform) => {
      const toRaw = invertAffine(transform)
      const expected = Uint8Array.from({ length: GRID.heightPx * GRID.widthPx }, (_, i) => {
        const [y, x] = applyAffine(toRaw, [Math.floor(i / GRID.widthPx), i % GRID.widthPx])
        return pixelAt(mask, Math.floor(y + 0.5), Math.floor(x + 0.5))
      })
      expect(warpMask(mask, transform, GRID).data).toEqual(expected)
    }),
  )
})

test('the extent is that of the pixels’ corners', () => {
  fc.assert(
    fc.property(
      anyMask().filter(({ data }) => data.includes(1)),
      anyTransform,
      (mask, transform) => {
        const corners = Array.from(mask.data.keys())
          .filter((i) => mask.data[i] === 1)
          .flatMap((i) =>
            [-0.5, 0.5].flatMap((dy) =>
              [-0.5, 0.5].map((dx) =>
                applyAffine(transform, [Math.floor(i / mask.widthPx) + dy, (i % mask.widthPx) + dx]),
              ),
            ),
          )
        const { y, x } = warpedExtent(mask, transform)
        for (const [axis, range] of [y, x].entries()) {
          const values = corners.map((corner) => corner[axis])
          expect(range[0]).toBeCloseTo(Math.min(...values), 9)
          expect(range[1]).toBeCloseTo(Math.max(...values), 9)
        }
      },
    ),
  )
})
