import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { encode } from 'fast-png'
import { describe, expect, test } from 'vitest'
import { decodeLabelImage, readLabelImage } from '../../src/study/label-image.ts'
import { tempDir, tempFile } from '../support/temp-dir.ts'

const recorded: { images: Record<string, string> } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'recorded', 'label-images.json'), 'utf8'),
)
const image = (name: string) => Buffer.from(recorded.images[name] ?? '', 'base64')

const values = Array.from({ length: 35 }, (_, i) => i % 4)

describe('decodeLabelImage', () => {
  test.each([
    ...[
      'png grey 8',
      'png palette 2',
      'png palette 4',
      'png palette 8',
      'png rgb grey',
      'png rgba grey',
      'png grey alpha',
    ],
    ...['tiff grey 8', 'tiff lzw 8', 'tiff float', 'tiff pages'],
  ])('%s', (name) => {
    const { heightPx, widthPx, labels } = decodeLabelImage(image(name))
    expect([heightPx, widthPx]).toEqual([5, 7])
    expect([...labels]).toEqual(values)
  })

  test.each(['png grey 16', 'tiff deflate 16', 'tiff big endian 16'])('%s', (name) => {
    expect([...decodeLabelImage(image(name)).labels]).toEqual(values.map((value) => 1000 * value))
  })

  test('png 1 bit', () => {
    expect([...decodeLabelImage(image('png 1 bit')).labels]).toEqual(values.map((value) => Math.min(value, 1)))
  })

  test('a large PNG comes back as it was encoded', () => {
    const data = Uint8Array.from({ length: 300 * 200 }, (_, i) => (i * i) % 251)
    const { labels } = decodeLabelImage(encode({ width: 300, height: 200, data, channels: 1 }))
    expect(Buffer.from(labels.buffer, labels.byteOffset, labels.byteLength).equals(Buffer.from(data))).toBe(true)
  })

  test.each([
    ['png colours', /in colours.*grey or with a palette/],
    ['tiff packbits', /PackBits.*save it as an 8- or 16-bit PNG/],
    ['tiff int32', /save it as an 8- or 16-bit PNG/],
    ['tiff big', /BigTIFF/],
    ['jpeg', /JPEG/],
  ])('%s is refused', (name, message) => {
    expect(() => decodeLabelImage(image(name))).toThrow(message)
  })

  test('a damaged or cut image is refused', () => {
    const png = image('png grey 8')
    const flipped = Buffer.from(png)
    flipped[50] ^= 1
    expect(() => decodeLabelImage(flipped)).toThrow(/damaged/)
    expect(() => decodeLabelImage(png.subarray(0, 60))).toThrow(/damaged/)
    expect(() => decodeLabelImage(image('tiff grey 8').subarray(0, 100))).toThrow(/damaged/)
    expect(() => decodeLabelImage(Buffer.from('embryo_id,frame'))).toThrow('neither a PNG nor a TIFF')
  })
})

test('readLabelImage names the file', async () => {
  const path = tempFile('mask.png', image('png grey 8'))
  expect((await readLabelImage(path)).widthPx).toBe(7)
  const text = tempFile('text.png', 'text')
  await expect(readLabelImage(text)).rejects.toThrow(`${text}: the file is neither`)
  const missing = join(tempDir(), 'none.png')
  await expect(readLabelImage(missing)).rejects.toThrow(`${missing}: there is no such file`)
})
