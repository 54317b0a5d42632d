import { promisify } from 'node:util'
import { crc32, deflate } from 'node:zlib'

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
/** length, type, 13 bytes of data, checksum */
const HEADER_BYTES = 25
const INCH_IN_M = 0.0254

/** A PNG that says how many of its pixels are an inch, and carries texts by keyword (PNG specification, pHYs and iTXt). */
export function describedPng(png: Uint8Array, dpi: number, texts: Readonly<Record<string, string>>): Uint8Array {
  const pixelsPerM = Math.round(dpi / INCH_IN_M)
  const density = Buffer.alloc(9)
  density.writeUInt32BE(pixelsPerM, 0)
  density.writeUInt32BE(pixelsPerM, 4)
  density[8] = 1
  const described = Object.entries(texts).map(([keyword, text]) =>
    // keyword, not compressed, no language, no translation of the keyword, UTF-8
    chunk('iTXt', Buffer.from(`${keyword}\0\0\0\0\0${text}`, 'utf8')),
  )
  const head = png.subarray(0, SIGNATURE.length + HEADER_BYTES)
  return Buffer.concat([head, chunk('pHYs', density), ...described, png.subarray(head.length)])
}

/**
 * RGB pixels as a PNG, deflated on another thread: pixels that come several times are packed well without filters.
 *
 * @param rgb 3 × width × height, row-major
 */
export async function rgbPng(rgb: Uint8Array, widthPx: number, heightPx: number): Promise<Buffer> {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(widthPx, 0)
  header.writeUInt32BE(heightPx, 4)
  // 8 bits, RGB
  header.set([8, 2], 8)
  const rowBytes = 3 * widthPx
  const rows = Buffer.alloc((rowBytes + 1) * heightPx)
  for (let y = 0; y < heightPx; y++) rows.set(rgb.subarray(y * rowBytes, (y + 1) * rowBytes), y * (rowBytes + 1) + 1)
  const packed = await promisify(deflate)(rows)
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', packed), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type: string, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(12 + data.length)
  bytes.writeUInt32BE(data.length, 0)
  bytes.write(type, 4, 'latin1')
  bytes.set(data, 8)
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length)
  return bytes
}
