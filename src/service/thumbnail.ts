import { encode } from 'fast-png'
import type { Mask } from '../core/mask/mask.ts'

/** Pixels of a placed mask that one of the thumbnail's covers in each direction. */
const BLOCK_PX = 4

/** A small PNG of a mask: white, and as opaque as the block of pixels is full. */
export function thumbnailPng(mask: Mask): Uint8Array {
  const [height, width] = [Math.ceil(mask.heightPx / BLOCK_PX), Math.ceil(mask.widthPx / BLOCK_PX)]
  const inside = new Uint16Array(height * width)
  for (let y = 0; y < mask.heightPx; y++) {
    const row = Math.floor(y / BLOCK_PX) * width
    for (let x = 0; x < mask.widthPx; x++) inside[row + Math.floor(x / BLOCK_PX)] += mask.data[y * mask.widthPx + x]
  }
  const data = new Uint8Array(2 * inside.length)
  inside.forEach((count, pixel) => {
    data[2 * pixel] = 255
    data[2 * pixel + 1] = Math.round((255 * count) / BLOCK_PX ** 2)
  })
  return encode({ width, height, channels: 2, depth: 8, data })
}
