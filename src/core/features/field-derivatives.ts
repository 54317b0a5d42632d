/** ∂/∂y of a row-major field, central differences in px, one-sided at the edges. */
export function gradientY(field: Float64Array, heightPx: number, widthPx: number): Float64Array {
  const out = new Float64Array(field.length)
  for (let y = 0; y < heightPx; y++) {
    const before = Math.max(y - 1, 0)
    const after = Math.min(y + 1, heightPx - 1)
    for (let x = 0; x < widthPx; x++) {
      out[y * widthPx + x] = (field[after * widthPx + x] - field[before * widthPx + x]) / (after - before)
    }
  }
  return out
}

/** ∂/∂x of a row-major field, central differences in px, one-sided at the edges. */
export function gradientX(field: Float64Array, heightPx: number, widthPx: number): Float64Array {
  const out = new Float64Array(field.length)
  for (let y = 0; y < heightPx; y++) {
    const row = y * widthPx
    for (let x = 0; x < widthPx; x++) {
      const before = Math.max(x - 1, 0)
      const after = Math.min(x + 1, widthPx - 1)
      out[row + x] = (field[row + after] - field[row + before]) / (after - before)
    }
  }
  return out
}
