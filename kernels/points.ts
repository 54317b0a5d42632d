import { CHUNK, exp2, expm12, log2, multiplyAdd } from './elementary'

// what happens at a measure's points between two kernel applications; counts are even: an odd one's last point is there twice, with
// weight 0 the second time

/** out[i] = e^x[i], e^x[i] − 1, log x[i]: for tests and set-up */
export function exps(x: usize, count: i32, out: usize): void {
  for (let i = 0; i < count; i += 2) v128.store(out + at(i), exp2(v128.load(x + at(i))))
}

export function expm1s(x: usize, count: i32, out: usize): void {
  for (let i = 0; i < count; i += 2) v128.store(out + at(i), expm12(v128.load(x + at(i))))
}

export function logs(x: usize, count: i32, out: usize): void {
  for (let i = 0; i < count; i += 2) v128.store(out + at(i), log2(v128.load(x + at(i))))
}

/** max_i (logWeights[i] + scale · potential[i]) */
export function largestTerm(logWeights: usize, potential: usize, count: i32, scale: f64): f64 {
  let largest = f64x2.splat(-Infinity)
  for (let i = 0; i < count; i += 2) {
    const term = multiplyAdd(f64x2.splat(scale), v128.load(potential + at(i)), v128.load(logWeights + at(i)))
    largest = f64x2.pmax(largest, term)
  }
  return max(f64x2.extract_lane(largest, 0), f64x2.extract_lane(largest, 1))
}

/** grid[points[i]] = exp(logWeights[i] + scale · potential[i] − top): points to a dense grid */
export function scatterTerms(
  logWeights: usize,
  potential: usize,
  points: usize,
  count: i32,
  scale: f64,
  top: f64,
  grid: usize,
): void {
  for (let i = 0; i < count; i += 2) {
    const term = multiplyAdd(f64x2.splat(scale), v128.load(potential + at(i)), v128.load(logWeights + at(i)))
    const value = exp2(f64x2.sub(term, f64x2.splat(top)))
    v128.store64_lane(grid + at(indexAt(points, i)), value, 0)
    v128.store64_lane(grid + at(indexAt(points, i + 1)), value, 1)
  }
}

/** the same without the exponential: grid[points[i]] = logWeights[i] + scale · potential[i] */
export function scatterLogTerms(
  logWeights: usize,
  potential: usize,
  points: usize,
  count: i32,
  scale: f64,
  grid: usize,
): void {
  for (let i = 0; i < count; i += 2) {
    const term = multiplyAdd(f64x2.splat(scale), v128.load(potential + at(i)), v128.load(logWeights + at(i)))
    v128.store64_lane(grid + at(indexAt(points, i)), term, 0)
    v128.store64_lane(grid + at(indexAt(points, i + 1)), term, 1)
  }
}

/** out[i] = factor · (log grid[points[i]] + top); returns the smallest grid value met */
export function gatherLogs(grid: usize, points: usize, count: i32, top: f64, factor: f64, out: usize): f64 {
  let smallest = f64x2.splat(Infinity)
  for (let i = 0; i < count; i += 2) {
    const value = gathered(grid, points, i)
    smallest = f64x2.pmin(smallest, value)
    v128.store(out + at(i), f64x2.mul(f64x2.splat(factor), f64x2.add(log2(value), f64x2.splat(top))))
  }
  return min(f64x2.extract_lane(smallest, 0), f64x2.extract_lane(smallest, 1))
}

/** out[i] = factor · grid[points[i]] */
export function gather(grid: usize, points: usize, count: i32, factor: f64, out: usize): void {
  for (let i = 0; i < count; i += 2) {
    v128.store(out + at(i), f64x2.mul(f64x2.splat(factor), gathered(grid, points, i)))
  }
}

/** out[i] = numerators[points[i]] / denominators[points[i]] */
export function gatherRatios(numerators: usize, denominators: usize, points: usize, count: i32, out: usize): void {
  for (let i = 0; i < count; i += 2) {
    v128.store(out + at(i), f64x2.div(gathered(numerators, points, i), gathered(denominators, points, i)))
  }
}

/** Σ_i weights[i] (e^(scale · potential[i]) − 1) */
export function excess(weights: usize, potential: usize, count: i32, scale: f64): f64 {
  let total = f64x2.splat(0)
  for (let start = 0; start < count; start += CHUNK) {
    const end = min(start + CHUNK, count)
    let part = f64x2.splat(0)
    for (let i = start; i < end; i += 2) {
      const value = expm12(f64x2.mul(f64x2.splat(scale), v128.load(potential + at(i))))
      part = multiplyAdd(v128.load(weights + at(i)), value, part)
    }
    total = f64x2.add(total, part)
  }
  return f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1)
}

/** Σ_i weights[i] exp(scale · potential[i] − top); by the weights, whose double at the end of an odd count is 0, not by their logarithms */
export function sumOfTerms(weights: usize, potential: usize, count: i32, scale: f64, top: f64): f64 {
  let total = f64x2.splat(0)
  for (let i = 0; i < count; i += 2) {
    const term = multiplyAdd(f64x2.splat(scale), v128.load(potential + at(i)), f64x2.splat(-top))
    total = multiplyAdd(v128.load(weights + at(i)), exp2(term), total)
  }
  return f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1)
}

/** values[i] += constant */
export function shift(values: usize, count: i32, constant: f64): void {
  for (let i = 0; i < count; i += 2) {
    v128.store(values + at(i), f64x2.add(v128.load(values + at(i)), f64x2.splat(constant)))
  }
}

/** values[i] = (values[i] + others[i]) / 2 */
export function average(values: usize, others: usize, count: i32): void {
  for (let i = 0; i < count; i += 2) {
    const total = f64x2.add(v128.load(values + at(i)), v128.load(others + at(i)))
    v128.store(values + at(i), f64x2.mul(total, f64x2.splat(0.5)))
  }
}

/** out[i] = weights[i] exp(scale · potential[i]) */
export function weighted(weights: usize, potential: usize, count: i32, scale: f64, out: usize): void {
  for (let i = 0; i < count; i += 2) {
    const value = exp2(f64x2.mul(f64x2.splat(scale), v128.load(potential + at(i))))
    v128.store(out + at(i), f64x2.mul(v128.load(weights + at(i)), value))
  }
}

/** out[i] = weights[i] exp(scaleA · a[i] + scaleB · b[i]) */
export function weighted2(
  weights: usize,
  a: usize,
  scaleA: f64,
  b: usize,
  scaleB: f64,
  count: i32,
  out: usize,
): void {
  for (let i = 0; i < count; i += 2) {
    const term = f64x2.mul(f64x2.splat(scaleA), v128.load(a + at(i)))
    const value = exp2(multiplyAdd(f64x2.splat(scaleB), v128.load(b + at(i)), term))
    v128.store(out + at(i), f64x2.mul(v128.load(weights + at(i)), value))
  }
}

/** Σ_i |a[i] − b[i]| */
export function distance(a: usize, b: usize, count: i32): f64 {
  let total = f64x2.splat(0)
  for (let i = 0; i < count; i += 2) {
    total = f64x2.add(total, f64x2.abs(f64x2.sub(v128.load(a + at(i)), v128.load(b + at(i)))))
  }
  return f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1)
}

// @ts-expect-error decorators are AssemblyScript's
@inline
function at(index: i32): usize {
  return <usize>index << 3
}

// @ts-expect-error decorators are AssemblyScript's
@inline
function indexAt(points: usize, i: i32): i32 {
  return load<i32>(points + (<usize>i << 2))
}

// @ts-expect-error decorators are AssemblyScript's
@inline
function gathered(grid: usize, points: usize, i: i32): v128 {
  const low = v128.load64_zero(grid + at(indexAt(points, i)))
  return v128.load64_lane(grid + at(indexAt(points, i + 1)), low, 1)
}
