import fc from 'fast-check'
import type { Mask } from '../../src/core/mask/mask.ts'

/** A mask from rows of text: # inside, anything else outside. */
export function maskOf(...rows: readonly string[]): Mask {
  const data = Uint8Array.from(rows.join(''), (character) => (character === '#' ? 1 : 0))
  return { heightPx: rows.length, widthPx: rows[0].length, data }
}

/** A mask of the pixels for which the test says so. */
export function maskWhere(heightPx: number, widthPx: number, isInside: (y: number, x: number) => boolean): Mask {
  const data = new Uint8Array(heightPx * widthPx)
  for (let i = 0; i < data.length; i++) data[i] = isInside(Math.floor(i / widthPx), i % widthPx) ? 1 : 0
  return { heightPx, widthPx, data }
}

/** A mask's pixel, 0 beyond the image. */
export function pixelAt(mask: Mask, y: number, x: number): number {
  if (y < 0 || y >= mask.heightPx || x < 0 || x >= mask.widthPx) return 0
  return mask.data[y * mask.widthPx + x]
}

/** Small masks of any size and filling. */
export function anyMask(largestPx = 14): fc.Arbitrary<Mask> {
  const size = fc.integer({ min: 1, max: largestPx })
  return fc
    .tuple(size, size)
    .chain(([heightPx, widthPx]) =>
      fc
        .array(fc.integer({ min: 0, max: 1 }), { minLength: heightPx * widthPx, maxLength: heightPx * widthPx })
        .map((values) => ({ heightPx, widthPx, data: Uint8Array.from(values) })),
    )
}
