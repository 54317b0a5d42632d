import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Mask, maskAreaPx } from '../../../src/core/mask/mask.ts'
import { maskDensity, toWorkGrid } from '../../../src/core/pair/density.ts'
import { BOX_MARGIN_PX, pairFrame } from '../../../src/core/pair/pair-frame.ts'
import { maskWhere, pixelAt } from '../../support/masks.ts'

const HEIGHT_PX = 60
const WIDTH_PX = 90

/** A mask of a few rectangles anywhere on a grid, its edges included. */
const anyPlaced: fc.Arbitrary<Mask> = fc
  .array(
    fc.record({
      y: fc.nat(HEIGHT_PX - 1),
      x: fc.nat(WIDTH_PX - 1),
      heightPx: fc.integer({ min: 1, max: 20 }),
      widthPx: fc.integer({ min: 1, max: 25 }),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((boxes) =>
    maskWhere(HEIGHT_PX, WIDTH_PX, (y, x) =>
      boxes.some((box) => y >= box.y && y < box.y + box.heightPx && x >= box.x && x < box.x + box.widthPx),
    ),
  )
const factor = fc.integer({ min: 1, max: 7 })

function pixelsOf(...masks: readonly Mask[]): { y: number[]; x: number[] } {
  const y: number[] = []
  const x: number[] = []
  for (const mask of masks) {
    mask.data.forEach((inside, i) => {
      if (!inside) return
      y.push(Math.floor(i / mask.widthPx))
      x.push(i % mask.widthPx)
    })
  }
  return { y, x }
}

test('the box is 16 px more than both masks, as far as the grid goes', () => {
  fc.assert(
    fc.property(anyPlaced, anyPlaced, factor, (source, target, s) => {
      const { box, ...frame } = pairFrame(source, target, s)
      const { y, x } = pixelsOf(source, target)
      expect(box).toEqual({
        y0: Math.max(0, Math.min(...y) - 16),
        x0: Math.max(0, Math.min(...x) - 16),
        y1: Math.min(HEIGHT_PX, Math.max(...y) + 17),
        x1: Math.min(WIDTH_PX, Math.max(...x) + 17),
      })
      // padded at the bottom and right by less than a block, to whole blocks
      expect(box.y1 - box.y0 + frame.padBottomPx).toBe(frame.heightPx * s)
      expect(box.x1 - box.x0 + frame.padRightPx).toBe(frame.widthPx * s)
      for (const pad of [frame.padBottomPx, frame.padRightPx]) {
        expect(pad).toBeGreaterThanOrEqual(0)
        expect(pad).toBeLessThan(s)
      }
    }),
  )
})

test('a small mask in the middle of a large grid has the margin on every side', () => {
  const mask = maskWhere(256, 576, (y, x) => y === 100 && x >= 300 && x < 310)
  expect(BOX_MARGIN_PX).toBe(16)
  expect(pairFrame(mask, mask, 4)).toEqual({
    box: { y0: 84, x0: 284, y1: 117, x1: 326 },
    padBottomPx: 3,
    padRightPx: 2,
    downsampleFactor: 4,
    heightPx: 9,
    widthPx: 11,
  })
})

test('the work grid keeps every bit of mass, in the block where it lay', () => {
  fc.assert(
    fc.property(anyPlaced, anyPlaced, factor, (source, target, s) => {
      const frame = pairFrame(source, target, s)
      const work = toWorkGrid(maskDensity(source, 'uniform'), frame)
      expect([work.heightPx, work.widthPx]).toEqual([frame.heightPx, frame.widthPx])
      expect(work.values.reduce((sum, value) => sum + value, 0)).toBe(maskAreaPx(source))
      for (let v = 0; v < work.heightPx; v++) {
        for (let u = 0; u < work.widthPx; u++) {
          let inside = 0
          for (let y = 0; y < s; y++) {
            for (let x = 0; x < s; x++) inside += pixelAt(source, frame.box.y0 + v * s + y, frame.box.x0 + u * s + x)
          }
          expect(work.values[v * work.widthPx + u]).toBe(inside)
        }
      }
    }),
    { numRuns: 30 },
  )
})
