import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findYolkFile, resizeNearest, yolkFromImage, yolkIndex } from '../../src/study/yolk-files.ts'
import { tempDir, tempFile } from '../support/temp-dir.ts'

const frame = { experimentDate: '20251113', well: 'A01', timeInt: 20, frameIndex: 7 }

async function find(names: readonly string[], wanted: Partial<typeof frame> | { timeInt: undefined } = {}) {
  const root = tempDir()
  for (const name of names) tempFile(join('segmentation', name), '', root)
  const { path, warning } = findYolkFile(await yolkIndex(root), { ...frame, ...wanted })
  return { name: path?.slice(join(root, 'segmentation', '/').length).replaceAll('\\', '/'), warning }
}

describe('findYolkFile', () => {
  test.each([
    'yolk_v1_0050_predictions/20251113/A01_t0020.png',
    'yolk/20251113/20251113_A01_t0020_ch00_stitch.tif',
    'my Yolks/20251113/20251113A01_t0020-x.TIFF',
  ])('finds %s', async (name) => {
    expect(await find([name])).toEqual({ name, warning: undefined })
  })

  test.each([
    'mask_v0/20251113/A01_t0020.png',
    'yolk/20251114/A01_t0020.png',
    'yolk/20251113/A1_t0020.png',
    'yolk/20251113/A010_t0020.png',
    'yolk/20251113/AA01_t0020.png',
    'yolk/20251113/A01_t00201.png',
    'yolk/20251113/A01_t020.png',
    'yolk/20251113/A01_t0020.json',
    'yolk/A01_t0020.png',
  ])('does not take %s', async (name) => {
    expect((await find([name])).name).toBeUndefined()
  })

  test('well A1 is not A10 or A11, nor B1A1', async () => {
    const names = ['yolk/20251113/A10_t0020.png', 'yolk/20251113/A11_t0020.png', 'yolk/20251113/BA1_t0020.png']
    expect((await find(names, { well: 'A1' })).name).toBeUndefined()
    expect((await find([...names, 'yolk/20251113/x_A1_t0020.png'], { well: 'A1' })).name).toBe(
      'yolk/20251113/x_A1_t0020.png',
    )
  })

  test('the frame index stands in for a missing time; long times keep all their digits', async () => {
    expect((await find(['yolk/20251113/A01_t0007.png'], { timeInt: undefined })).name).toBe(
      'yolk/20251113/A01_t0007.png',
    )
    expect((await find(['yolk/20251113/A01_t12345.png'], { timeInt: 12345 })).name).toBe('yolk/20251113/A01_t12345.png')
    expect((await find(['yolk/20251113/A01_t12345.png'], { timeInt: 1234 })).name).toBeUndefined()
  })

  test('of several the first by folder and name, with a warning', async () => {
    const names = [
      'yolk_b/20251113/A01_t0020.png',
      'yolk_a/20251113/A01_t0020_2.png',
      'yolk_a/20251113/A01_t0020_1.png',
    ]
    const { name, warning } = await find(names)
    expect(name).toBe('yolk_a/20251113/A01_t0020_1.png')
    expect(warning).toMatch(/^3 yolk masks fit/)
  })

  test('without folders, date or well there is none', async () => {
    const index = await yolkIndex(join(tempDir(), 'nothing'))
    expect(findYolkFile(index, frame)).toEqual({})
    expect(findYolkFile(index, { frameIndex: 1 })).toEqual({})
  })
})

test('foreground is above 127 in an 8-bit mask, else above 0', () => {
  const yolk = (labels: Uint8Array | Uint16Array) => [
    ...yolkFromImage({ heightPx: 1, widthPx: labels.length, labels }).data,
  ]
  expect(yolk(Uint8Array.of(0, 127, 128, 255))).toEqual([0, 0, 1, 1])
  expect(yolk(Uint8Array.of(0, 1, 127, 254))).toEqual([0, 1, 1, 1])
  expect(yolk(Uint16Array.of(0, 1, 127, 1000))).toEqual([0, 0, 0, 1])
  expect(yolk(Uint8Array.of(0, 0))).toEqual([0, 0])
})

describe('resizeNearest', () => {
  const anyMask = fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
    .chain(([heightPx, widthPx]) =>
      fc
        .uint8Array({ minLength: heightPx * widthPx, maxLength: heightPx * widthPx, max: 1 })
        .map((data) => ({ heightPx, widthPx, data })),
    )

  test('enlarging by whole factors repeats pixels, and shrinking back undoes it', () => {
    fc.assert(
      fc.property(anyMask, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), (mask, down, across) => {
        const large = resizeNearest(mask, mask.heightPx * down, mask.widthPx * across)
        large.data.forEach((value, i) => {
          const y = Math.floor(Math.floor(i / large.widthPx) / down)
          const x = Math.floor((i % large.widthPx) / across)
          expect(value).toBe(mask.data[y * mask.widthPx + x])
        })
        expect(resizeNearest(large, mask.heightPx, mask.widthPx)).toEqual(mask)
      }),
    )
  })

  test('agrees with skimage.transform.resize(order=0) where sizes do not divide', () => {
    // resize(numpy.array([[0, 1, 0, 0, 1]]), (1, 3), order=0, preserve_range=True, anti_aliasing=False)
    const row = { heightPx: 1, widthPx: 5, data: Uint8Array.of(0, 1, 0, 0, 1) }
    expect([...resizeNearest(row, 1, 3).data]).toEqual([0, 0, 1])
    // the same to (1, 7)
    expect([...resizeNearest(row, 1, 7).data]).toEqual([0, 1, 1, 0, 0, 0, 1])
  })
})
