import { readFile } from 'node:fs/promises'
import { type DecodedPng, decode as decodePng, hasPngSignature } from 'fast-png'
import { decode as decodeTiff, type TiffIfd } from 'tiff'
import { messageOf } from '../core/message-of.ts'

/** An image with one value a pixel, row-major. */
export interface LabelImage {
  readonly heightPx: number
  readonly widthPx: number
  readonly labels: LabelData
}

export type LabelData = Uint8Array | Uint8ClampedArray | Uint16Array | Float32Array | Float64Array

/**
 * Reads a label or mask image (contract §1.1 d, §1.2): a PNG, or the first page of a TIFF (uncompressed, LZW or deflate).
 *
 * What counts as a pixel's label: its grey value as stored (1 to 16 bit, TIFF also floats); in a palette image the index, not the colour; in a
 * colour image whose channels are all alike, that value. Transparency is ignored.
 *
 * @throws Error naming the file where it cannot be read, is damaged, is neither PNG nor TIFF, or is a picture in true colours
 */
export async function readLabelImage(path: string): Promise<LabelImage> {
  try {
    return decodeLabelImage(await readFile(path))
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const reason = isMissing ? 'there is no such file' : messageOf(error)
    throw new Error(`${path}: ${reason}`, { cause: error })
  }
}

/**
 * Decodes the bytes of a PNG or TIFF as `readLabelImage` does.
 *
 * @throws Error where that is not possible
 */
export function decodeLabelImage(bytes: Uint8Array): LabelImage {
  if (hasPngSignature(bytes)) return pngLabels(bytes)
  const start = String.fromCharCode(...bytes.subarray(0, 4))
  if (start === 'II*\0' || start === 'MM\0*') return tiffLabels(bytes)
  if (start === 'II+\0' || start === 'MM\0+')
    throw new Error('a BigTIFF is not supported: save it as an ordinary TIFF or a PNG')
  if (start.startsWith('\xff\xd8')) throw new Error('a JPEG cannot hold labels exactly: save it as PNG or TIFF')
  throw new Error('the file is neither a PNG nor a TIFF image')
}

function pngLabels(bytes: Uint8Array): LabelImage {
  const png = decoded('PNG', () => decodePng(bytes, { checkCrc: true }))
  const values = png.depth < 8 ? unpackedBits(png, isInterlaced(bytes)) : png.data
  return oneChannel(values, png.height, png.width, png.channels)
}

function tiffLabels(bytes: Uint8Array): LabelImage {
  const page = decoded('TIFF', () => decodeTiff(bytes, { pages: [0] })[0])
  if (page === undefined) throw new Error('the TIFF has no page')
  if (page.data.length === 0) throw new Error('the TIFF holds no pixels')
  return oneChannel(tiffValues(page), page.height, page.width, page.samplesPerPixel)
}

function tiffValues(page: TiffIfd): LabelData {
  if (page.planarConfiguration === 2 && page.samplesPerPixel > 1) {
    throw new Error('the TIFF stores its channels one after the other, which is not supported: save it in grey')
  }
  return page.data
}

function decoded<T>(format: string, decode: () => T): T {
  try {
    return decode()
  } catch (error) {
    const reason = messageOf(error)
    throw new Error(
      `the ${format} is damaged or of a kind that is not supported (${reason}): save it as an 8- or 16-bit PNG`,
      {
        cause: error,
      },
    )
  }
}

/** The interlace method is the last byte of the header chunk, the file's 29th. */
function isInterlaced(bytes: Uint8Array): boolean {
  return bytes[28] === 1
}

/** Pixels of 1, 2 or 4 bits lie packed in bytes, each line beginning a new one. */
function unpackedBits({ data, depth, width, height }: DecodedPng, interlaced: boolean): Uint8Array {
  if (interlaced) throw new Error(`an interlaced PNG of ${depth} bits is not supported: save it without interlacing`)
  const lineBytes = Math.ceil((width * depth) / 8)
  const values = new Uint8Array(width * height)
  for (let i = 0; i < values.length; i++) {
    const bit = (i % width) * depth
    const byte = data[Math.floor(i / width) * lineBytes + (bit >> 3)]
    values[i] = (byte >> (8 - depth - (bit & 7))) & ((1 << depth) - 1)
  }
  return values
}

/** Grey, or colours that are grey: 1, 2 (grey and transparency), 3 or 4 channels. */
function oneChannel(values: LabelData, heightPx: number, widthPx: number, channels: number): LabelImage {
  const count = heightPx * widthPx
  if (values.length !== count * channels) {
    throw new Error(
      `the image is cut off: ${heightPx} × ${widthPx} px are announced, ${values.length / channels} are there`,
    )
  }
  if (channels === 1) return { heightPx, widthPx, labels: values }
  for (let i = 0; channels >= 3 && i < values.length; i += channels) {
    if (values[i] !== values[i + 1] || values[i] !== values[i + 2]) {
      throw new Error('the image is in colours, which say nothing about labels: save it in grey or with a palette')
    }
  }
  return { heightPx, widthPx, labels: values.filter((_, i) => i % channels === 0) }
}
