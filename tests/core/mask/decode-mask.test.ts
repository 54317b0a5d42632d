import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeCocoRle } from '../../../src/core/mask/coco-rle.ts'
import { encodeColumnMajorRle } from '../../../src/core/mask/column-major-rle.ts'
import { decodeMaskText } from '../../../src/core/mask/decode-mask.ts'
import { type Mask, maskAreaPx } from '../../../src/core/mask/mask.ts'
import { MaskError } from '../../../src/core/mask/mask-error.ts'
import { encodeRowMajorRle } from '../../../src/core/mask/row-major-rle.ts'
import { anyMask } from '../../support/masks.ts'
import { SHARED_DATA_MISSING, sharedDir, sharedFile } from '../../support/shared.ts'

const someMask = anyMask().filter((mask) => maskAreaPx(mask) > 0)

function sizeOf({ heightPx, widthPx }: Mask): { heightPx: number; widthPx: number } {
  return { heightPx, widthPx }
}

describe('every encoding is told by its text', () => {
  test.each([
    ['compressed', (mask: Mask) => encodeCocoRle(mask)],
    ['row-major', (mask: Mask) => JSON.stringify(encodeRowMajorRle(mask))],
    ['column-major', (mask: Mask) => ` ${JSON.stringify(encodeColumnMajorRle(mask))}\n`],
    [
      'compressed in an object',
      (mask: Mask) => JSON.stringify({ size: [mask.heightPx, mask.widthPx], counts: encodeCocoRle(mask) }),
    ],
  ])('%s', (_, encode) => {
    fc.assert(
      fc.property(someMask, (mask) => {
        expect(decodeMaskText(encode(mask), sizeOf(mask))).toEqual(mask)
      }),
    )
  })

  test('an object needs no expected size', () => {
    expect(maskAreaPx(decodeMaskText('{"shape":[1,3],"counts":[1,2]}', {}))).toBe(2)
  })
})

describe('bad input is refused with what is wrong and what to do', () => {
  test.each([
    ['nothing', '  ', {}, /no mask_rle/],
    ['no size for a compressed string', '231', { heightPx: 2 }, /give mask_height_px and mask_width_px/],
    ['another height', '{"shape":[1,3],"counts":[1,2]}', { heightPx: 3 }, /height is 1 px, but mask_height_px is 3/],
    ['another width', '{"size":[1,3],"counts":[1,2]}', { widthPx: 9 }, /width is 3 px, but mask_width_px is 9/],
    ['cut JSON', '{"shape":[1,3],"counts":[1,', {}, /not valid JSON .* 27 characters: it was cut off/],
    ["Python's own notation", "{'size': [1, 3], 'counts': b'12'}", {}, /not quoted as JSON/],
    ['both keys', '{"shape":[1,3],"size":[1,3],"counts":[1,2]}', {}, /both "shape" .* and "size"/],
    ['neither key', '{"counts":[1,2]}', {}, /neither "shape" nor "size", only \["counts"\]/],
    ['a size in words', '{"size":"1x3","counts":[1,2]}', {}, /"size" must be \[height, width\].*"1x3"/],
    ['no counts', '{"size":[1,3]}', {}, /"counts" must be .*, not undefined/],
    ['row-major text', '{"shape":[1,3],"counts":"12"}', {}, /must be a list of run lengths, not "12"/],
    ['a run in quotes', '{"shape":[1,3],"counts":["1",2]}', {}, /run length 0 is "1"/],
    ['nothing inside', '{"shape":[1,3],"counts":[3]}', {}, /no pixel of the 1 × 3 mask is inside/],
    ['runs of another image', '231', { heightPx: 2, widthPx: 4 }, /add up to 6 px, but .* 2 × 4 = 8 px/],
  ])('%s', (_, text, expected, message) => {
    expect(() => decodeMaskText(text, expected)).toThrow(message)
    expect(() => decodeMaskText(text, expected)).toThrow(MaskError)
  })
})

const real = sharedDir === undefined ? test.skip : test
real(`the real embryo, both encodings${sharedDir === undefined ? ` (${SHARED_DATA_MISSING})` : ''}`, () => {
  const rows: Record<string, string>[] = parse(readFileSync(sharedFile('real/embryos_A01.csv')), { columns: true })
  const masks = rows.map((row) =>
    decodeMaskText(row.mask_rle, { heightPx: Number(row.mask_height_px), widthPx: Number(row.mask_width_px) }),
  )
  expect(masks.map(maskAreaPx)).toEqual([39_266, 45_811])
  expect(encodeCocoRle(masks[0])).toBe(rows[0].mask_rle)
  expect(encodeRowMajorRle(masks[1])).toEqual(JSON.parse(rows[1].mask_rle))
})
