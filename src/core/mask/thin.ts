import type { Mask } from './mask.ts'

/**
 * A skeleton of the mask, one pixel wide and connected as the mask is (Zhang & Suen 1984, A fast parallel algorithm for thinning digital
 * patterns). Never empty where the mask isn't: a square of 2 × 2 px, which the algorithm would take away, keeps its first pixel.
 *
 * @param mask with no pixel inside in its outermost rows and columns, as of `paddedCut`
 */
export function thin(mask: Mask): Mask {
  const skeleton: Mask = { ...mask, data: mask.data.slice() }
  let inside = pixelsInside(mask)
  for (let before = -1; before !== inside.length; ) {
    before = inside.length
    inside = peeled(skeleton, inside, 'south-east')
    inside = peeled(skeleton, inside, 'north-west')
  }
  return skeleton
}

function pixelsInside({ data }: Mask): number[] {
  const pixels: number[] = []
  for (let pixel = 0; pixel < data.length; pixel++) if (data[pixel] === 1) pixels.push(pixel)
  return pixels
}

/** takes one layer off on two sides; @returns the pixels that stay, at least one */
function peeled({ data, widthPx }: Mask, inside: readonly number[], side: Sides): number[] {
  const stays: number[] = []
  const goes: number[] = []
  for (const pixel of inside) (isPeeled(data, widthPx, pixel, side) ? goes : stays).push(pixel)
  if (stays.length === 0) stays.push(...goes.splice(0, 1))
  for (const pixel of goes) data[pixel] = 0
  return stays
}

type Sides = 'south-east' | 'north-west'

function isPeeled(data: Uint8Array, widthPx: number, pixel: number, side: Sides): boolean {
  const n = data[pixel - widthPx]
  const ne = data[pixel - widthPx + 1]
  const e = data[pixel + 1]
  const se = data[pixel + widthPx + 1]
  const s = data[pixel + widthPx]
  const sw = data[pixel + widthPx - 1]
  const w = data[pixel - 1]
  const nw = data[pixel - widthPx - 1]
  const neighbours = n + ne + e + se + s + sw + w + nw
  if (neighbours < 2 || neighbours > 6) return false
  const isOpen = side === 'south-east' ? (n & e & s) + (e & s & w) === 0 : (n & e & w) + (n & s & w) === 0
  if (!isOpen) return false
  // from outside to inside, once around
  const rises = (~n & ne) + (~ne & e) + (~e & se) + (~se & s) + (~s & sw) + (~sw & w) + (~w & nw) + (~nw & n)
  return rises === 1
}
