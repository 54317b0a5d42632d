import type { Box } from '../pair/pair-frame.ts'

/**
 * Squared coefficients of the orthonormal type-II 2-D DCT of a field on a `heightPx` × `widthPx` grid, row-major by (ky, kx).
 *
 * The field is zero outside `box`, and only the box is read: the transform is two products with the cosine bases cut to it.
 */
export function dctPower(field: Float64Array, heightPx: number, widthPx: number, box: Box): Float64Array {
  const basisX = cosineBasis(widthPx)
  const basisY = cosineBasis(heightPx)
  const rows = new Float64Array((box.y1 - box.y0) * widthPx)
  for (let y = box.y0; y < box.y1; y++) {
    const out = (y - box.y0) * widthPx
    for (let x = box.x0; x < box.x1; x++) {
      const value = field[y * widthPx + x]
      if (value === 0) continue
      const basis = x * widthPx
      for (let k = 0; k < widthPx; k++) rows[out + k] += value * basisX[basis + k]
    }
  }
  const power = new Float64Array(heightPx * widthPx)
  const line = new Float64Array(widthPx)
  for (let ky = 0; ky < heightPx; ky++) {
    line.fill(0)
    for (let y = box.y0; y < box.y1; y++) {
      const weight = basisY[y * heightPx + ky]
      const input = (y - box.y0) * widthPx
      for (let k = 0; k < widthPx; k++) line[k] += weight * rows[input + k]
    }
    for (let k = 0; k < widthPx; k++) power[ky * widthPx + k] = line[k] * line[k]
  }
  return power
}

const bases = new Map<number, Float64Array>()

/** basis[n · size + k] = c_k cos(π (2n + 1) k / (2 size)), c_0 = √(1/size), else √(2/size); made once for a size */
function cosineBasis(size: number): Float64Array {
  const known = bases.get(size)
  if (known) return known
  const basis = new Float64Array(size * size)
  for (let n = 0; n < size; n++) {
    for (let k = 0; k < size; k++) {
      // the angle's period is 4 size steps of π / (2 size): reduced as integers, it stays exact
      const step = ((2 * n + 1) * k) % (4 * size)
      basis[n * size + k] = Math.sqrt((k === 0 ? 1 : 2) / size) * Math.cos((Math.PI * step) / (2 * size))
    }
  }
  bases.set(size, basis)
  return basis
}
