import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Mask } from '../../../src/core/mask/mask.ts'
import { type RowRuns, rowRuns, transposed } from '../../../src/core/mask/row-runs.ts'
import { anyMask, maskOf } from '../../support/masks.ts'

/** the pixels that the runs cover, in the order of the runs */
function covered({ heightPx, widthPx, starts, from, to }: RowRuns): number[] {
  const pixels: number[] = []
  for (let y = 0; y < heightPx; y++) {
    for (let run = starts[y]; run < starts[y + 1]; run++) {
      for (let x = from[run]; x < to[run]; x++) pixels.push(y * widthPx + x)
    }
  }
  return pixels
}

const pixelsOf = ({ data }: Mask, value: number) => Array.from(data.keys()).filter((i) => data[i] === value)

test('cover each pixel of their value once, in row-major order, and no two of a row meet', () => {
  fc.assert(
    fc.property(anyMask(), fc.constantFrom(0, 1), (mask, value) => {
      const runs = rowRuns(mask, value)
      expect(covered(runs)).toEqual(pixelsOf(mask, value))
      for (let y = 0; y < mask.heightPx; y++) {
        for (let run = runs.starts[y] + 1; run < runs.starts[y + 1]; run++) {
          expect(runs.from[run]).toBeGreaterThan(runs.to[run - 1])
        }
      }
    }),
  )
})

test('end with their row', () => {
  expect(rowRuns(maskOf('.##', '##.', '###'))).toEqual({
    heightPx: 3,
    widthPx: 3,
    starts: Int32Array.of(0, 1, 2, 3),
    from: Int32Array.of(1, 0, 0),
    to: Int32Array.of(3, 2, 3),
  })
})

test('rows become columns, and back', () => {
  expect(transposed(maskOf('##.', '..#'))).toEqual(maskOf('#.', '#.', '.#'))
  fc.assert(
    fc.property(anyMask(), (mask) => {
      expect(transposed(transposed(mask))).toEqual(mask)
    }),
  )
})
