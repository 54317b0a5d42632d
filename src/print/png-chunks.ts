import { crc32 } from 'node:zlib'

const SIGNATURE_BYTES = 8
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
  const head = png.subarray(0, SIGNATURE_BYTES + HEADER_BYTES)
  return Buffer.concat([head, chunk('pHYs', density), ...described, png.subarray(head.length)])
}

function chunk(type: string, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(12 + data.length)
  bytes.writeUInt32BE(data.length, 0)
  bytes.write(type, 4, 'latin1')
  bytes.set(data, 8)
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length)
  return bytes
}
