import { multiplyAdd } from './elementary'

// the vectors of Anderson acceleration, rows of a matrix of `stride` values each; counts are even

/** out[i] = factor[i] (a[i] − b[i]) */
export function scaledDifference(factor: usize, a: usize, b: usize, count: i32, out: usize): void {
  for (let i = 0; i < count; i += 2) {
    const at = <usize>i << 3
    v128.store(out + at, f64x2.mul(v128.load(factor + at), f64x2.sub(v128.load(a + at), v128.load(b + at))))
  }
}

/** out[i] = a[i] − b[i] */
export function difference(a: usize, b: usize, count: i32, out: usize): void {
  for (let i = 0; i < count; i += 2) {
    const at = <usize>i << 3
    v128.store(out + at, f64x2.sub(v128.load(a + at), v128.load(b + at)))
  }
}

/** out[k] = Σ_i rows[k][i] vector[i] */
export function rowProducts(rows: usize, stride: i32, rowCount: i32, vector: usize, count: i32, out: usize): void {
  for (let k = 0; k < rowCount; k++) {
    const row = rows + ((<usize>k * <usize>stride) << 3)
    let even = f64x2.splat(0)
    let odd = f64x2.splat(0)
    let i = 0
    for (; i + 2 < count; i += 4) {
      const at = <usize>i << 3
      even = multiplyAdd(v128.load(row + at), v128.load(vector + at), even)
      odd = multiplyAdd(v128.load(row + at, 16), v128.load(vector + at, 16), odd)
    }
    if (i < count) {
      const at = <usize>i << 3
      even = multiplyAdd(v128.load(row + at), v128.load(vector + at), even)
    }
    const total = f64x2.add(even, odd)
    store<f64>(out + (<usize>k << 3), f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1))
  }
}

/** values[i] −= Σ_k shares[k] rows[k][i] */
export function takeRows(values: usize, rows: usize, stride: i32, rowCount: i32, shares: usize, count: i32): void {
  let k = 0
  for (; k + 1 < rowCount; k += 2) {
    const row = rows + ((<usize>k * <usize>stride) << 3)
    const next = row + (<usize>stride << 3)
    const share = f64x2.splat(-load<f64>(shares + (<usize>k << 3)))
    const nextShare = f64x2.splat(-load<f64>(shares + (<usize>k << 3), 8))
    for (let i = 0; i < count; i += 2) {
      const at = <usize>i << 3
      const value = multiplyAdd(share, v128.load(row + at), v128.load(values + at))
      v128.store(values + at, multiplyAdd(nextShare, v128.load(next + at), value))
    }
  }
  if (k < rowCount) {
    const row = rows + ((<usize>k * <usize>stride) << 3)
    const share = f64x2.splat(-load<f64>(shares + (<usize>k << 3)))
    for (let i = 0; i < count; i += 2) {
      const at = <usize>i << 3
      v128.store(values + at, multiplyAdd(share, v128.load(row + at), v128.load(values + at)))
    }
  }
}
