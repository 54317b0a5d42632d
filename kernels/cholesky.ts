import { multiplyAdd } from './elementary'

// Cholesky's factorisation of a symmetric positive definite matrix inside its envelope: row k holds its entries from column first[k] to the
// diagonal, at values[starts[k]] on; first and starts are int32. A factor's diagonal is kept as its reciprocal.

/** values ← the lower factor, in place */
export function factorise(values: usize, first: usize, starts: usize, size: i32): void {
  for (let k = 0; k < size; k++) {
    const kFirst = load<i32>(first + (<usize>k << 2))
    const row = entry(values, load<i32>(starts + (<usize>k << 2)) - kFirst)
    for (let j = kFirst; j < k; j++) {
      const jFirst = load<i32>(first + (<usize>j << 2))
      const other = entry(values, load<i32>(starts + (<usize>j << 2)) - jFirst)
      const low = max(kFirst, jFirst)
      const rest = load<f64>(entry(row, j)) - dot(entry(row, low), entry(other, low), j - low)
      store<f64>(entry(row, j), rest * load<f64>(entry(other, j)))
    }
    const rest = load<f64>(entry(row, k)) - dot(entry(row, kFirst), entry(row, kFirst), k - kFirst)
    store<f64>(entry(row, k), 1.0 / Math.sqrt(rest))
  }
}

/** x ← the solution for the right-hand side x, in place */
export function solveFactorised(values: usize, first: usize, starts: usize, size: i32, x: usize): void {
  for (let k = 0; k < size; k++) {
    const low = load<i32>(first + (<usize>k << 2))
    const row = entry(values, load<i32>(starts + (<usize>k << 2)) - low)
    const rest = load<f64>(entry(x, k)) - dot(entry(row, low), entry(x, low), k - low)
    store<f64>(entry(x, k), rest * load<f64>(entry(row, k)))
  }
  for (let k = size - 1; k >= 0; k--) {
    const low = load<i32>(first + (<usize>k << 2))
    const row = entry(values, load<i32>(starts + (<usize>k << 2)) - low)
    const value = load<f64>(entry(x, k)) * load<f64>(entry(row, k))
    store<f64>(entry(x, k), value)
    takeMultiple(entry(x, low), entry(row, low), value, k - low)
  }
}

// @ts-expect-error decorators are AssemblyScript's
@inline
function entry(base: usize, index: i32): usize {
  return base + (<usize>(<isize>index) << 3)
}

function dot(a: usize, b: usize, count: i32): f64 {
  let even = f64x2.splat(0)
  let odd = f64x2.splat(0)
  let i = 0
  for (; i + 3 < count; i += 4) {
    even = multiplyAdd(v128.load(entry(a, i)), v128.load(entry(b, i)), even)
    odd = multiplyAdd(v128.load(entry(a, i), 16), v128.load(entry(b, i), 16), odd)
  }
  const sum = f64x2.add(even, odd)
  let total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)
  for (; i < count; i++) total += load<f64>(entry(a, i)) * load<f64>(entry(b, i))
  return total
}

/** values[i] −= factor · others[i] */
function takeMultiple(values: usize, others: usize, factor: f64, count: i32): void {
  const share = f64x2.splat(-factor)
  let i = 0
  for (; i + 1 < count; i += 2) {
    v128.store(entry(values, i), multiplyAdd(share, v128.load(entry(others, i)), v128.load(entry(values, i))))
  }
  if (i < count) {
    store<f64>(entry(values, i), load<f64>(entry(values, i)) - factor * load<f64>(entry(others, i)))
  }
}
