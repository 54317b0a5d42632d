import { multiplyAdd } from './elementary'

/**
 * C = A · B on four rows: c[r][x] = Σ_k a[r][k] b[k][x] for r < 4, kLow ≤ k < kHigh, xLow ≤ x < xHigh, where xLow and xHigh are
 * multiples of 4. Strides are in values.
 */
export function fourRows(
  a: usize,
  aStride: i32,
  b: usize,
  bStride: i32,
  c: usize,
  cStride: i32,
  kLow: i32,
  kHigh: i32,
  xLow: i32,
  xHigh: i32,
): void {
  const aBytes: usize = aStride * 8
  const bBytes: usize = bStride * 8
  const cBytes: usize = cStride * 8
  for (let x = xLow; x < xHigh; x += 4) {
    let c00 = f64x2.splat(0)
    let c01 = f64x2.splat(0)
    let c10 = f64x2.splat(0)
    let c11 = f64x2.splat(0)
    let c20 = f64x2.splat(0)
    let c21 = f64x2.splat(0)
    let c30 = f64x2.splat(0)
    let c31 = f64x2.splat(0)
    let bAt: usize = b + <usize>kLow * bBytes + <usize>x * 8
    let aAt: usize = a + <usize>kLow * 8
    for (let k = kLow; k < kHigh; k++) {
      const b0 = v128.load(bAt)
      const b1 = v128.load(bAt, 16)
      let value = v128.load64_splat(aAt)
      c00 = multiplyAdd(value, b0, c00)
      c01 = multiplyAdd(value, b1, c01)
      value = v128.load64_splat(aAt + aBytes)
      c10 = multiplyAdd(value, b0, c10)
      c11 = multiplyAdd(value, b1, c11)
      value = v128.load64_splat(aAt + 2 * aBytes)
      c20 = multiplyAdd(value, b0, c20)
      c21 = multiplyAdd(value, b1, c21)
      value = v128.load64_splat(aAt + 3 * aBytes)
      c30 = multiplyAdd(value, b0, c30)
      c31 = multiplyAdd(value, b1, c31)
      bAt += bBytes
      aAt += 8
    }
    const cAt: usize = c + <usize>x * 8
    v128.store(cAt, c00)
    v128.store(cAt, c01, 16)
    v128.store(cAt + cBytes, c10)
    v128.store(cAt + cBytes, c11, 16)
    v128.store(cAt + 2 * cBytes, c20)
    v128.store(cAt + 2 * cBytes, c21, 16)
    v128.store(cAt + 3 * cBytes, c30)
    v128.store(cAt + 3 * cBytes, c31, 16)
  }
}
