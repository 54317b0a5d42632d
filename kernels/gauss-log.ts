import { exp2, log2, multiplyAdd } from './elementary'

/** results that are made at a time */
const BLOCK = 8
/** a term this much smaller than the largest, in the exponent, is below a float64 sum's rounding */
const NEGLIGIBLE = 45.0
/** exponents that may be multiplied out one by one */
const SAFE = 600.0
/** stands for the logarithm of 0 */
const NOTHING = -1e300

/**
 * Σ of Gaussians along lines, in logarithms: for each line and each result position q_k = outStart + k outStep,
 *
 *     out = log Σ_i exp(h_i − scale (x_i − q_k)²),   x_i = inStart + i inStep,
 *
 * for i and k in the line's ranges (pairs of int32, half-open). Exact for any range of exponents: results are made eight at a time, relative
 * to the largest term at their middle c. With x* where that is, every other term is e^(v_i − v*) e^(2 scale (q − c)(x_i − x*)) times it: one
 * exponential for eight results, the second factor from `slopes`. Terms that are negligible for all eight are found by their bound and left
 * out; where the factors would leave float64's range, each result is summed on its own.
 *
 * h: line l at l · hStride; out: (l, k) at l · outLineStride + k · outStride. `slopes`: see gaussSlopes. `scratch`: as many values as a line
 * has, and 8 more.
 */
export function gaussLogSums(
  h: usize,
  hStride: i32,
  inRanges: usize,
  inStart: f64,
  inStep: f64,
  out: usize,
  outLineStride: i32,
  outStride: i32,
  outRanges: usize,
  outStart: f64,
  outStep: f64,
  lines: i32,
  scale: f64,
  slopes: usize,
  inCount: i32,
  scratch: usize,
): void {
  const half = 3.5 * outStep
  const slope = 2.0 * scale * half
  for (let line = 0; line < lines; line++) {
    const inLow = load<i32>(inRanges + (<usize>line << 3))
    const inHigh = load<i32>(inRanges + (<usize>line << 3), 4)
    const outLow = load<i32>(outRanges + (<usize>line << 3))
    const outHigh = load<i32>(outRanges + (<usize>line << 3), 4)
    const hLine = h + ((<usize>line * <usize>hStride) << 3)
    const outLine = out + ((<usize>line * <usize>outLineStride) << 3)
    for (let first = outLow; first < outHigh; first += BLOCK) {
      const last = min(first + BLOCK, outHigh)
      const center = outStart + <f64>first * outStep + half
      const top = centred(hLine, inLow, inHigh, inStart - center, inStep, scale, scratch)
      if (top <= NOTHING / 2.0) {
        for (let k = first; k < last; k++) store<f64>(outLine + ((<usize>k * <usize>outStride) << 3), NOTHING)
        continue
      }
      let star = inLow
      while (load<f64>(scratch + at(star)) < top) star++
      const perIndex = slope * inStep
      let low = inLow
      while (load<f64>(scratch + at(low)) - top + perIndex * <f64>abs(low - star) < -NEGLIGIBLE) low++
      let high = inHigh
      while (load<f64>(scratch + at(high - 1)) - top + perIndex * <f64>abs(high - 1 - star) < -NEGLIGIBLE) high--
      const reach = max(star - low, high - 1 - star)
      const offset = inStart + <f64>star * inStep - center
      if (perIndex * <f64>reach <= SAFE) {
        sumTogether(scratch, low, high, star, top, slopes, inCount)
        for (let k = first; k < last; k++) {
          const delta = <f64>(k - first) * outStep - half
          const value = top + 2.0 * scale * delta * offset - scale * delta * delta
          store<f64>(outLine + ((<usize>k * <usize>outStride) << 3), value + load<f64>(scratch + (<usize>(k - first) << 3)))
        }
      } else {
        for (let k = first; k < last; k++) {
          const delta = <f64>(k - first) * outStep - half
          const value = sumAlone(scratch, low, high, star, 2.0 * scale * delta * inStep)
          const shift = 2.0 * scale * delta * offset - scale * delta * delta
          store<f64>(outLine + ((<usize>k * <usize>outStride) << 3), value + shift)
        }
      }
    }
  }
}

/**
 * The same sums one result at a time, with the means under their terms: with w_i the i-th term's share of its sum and d_i = x_i − q_k,
 *
 *     meanOffset = Σ w_i d_i,   meanSquare = Σ w_i (d_i² + squares_i),   meanOther = Σ w_i others_i
 *
 * `squares` and `others` are laid out as h; 0 stands for none. Results are laid out as `out`.
 */
export function gaussLogMoments(
  h: usize,
  squares: usize,
  others: usize,
  hStride: i32,
  inRanges: usize,
  inStart: f64,
  inStep: f64,
  out: usize,
  meanOffset: usize,
  meanSquare: usize,
  meanOther: usize,
  outLineStride: i32,
  outStride: i32,
  outRanges: usize,
  outStart: f64,
  outStep: f64,
  lines: i32,
  scale: f64,
  scratch: usize,
): void {
  for (let line = 0; line < lines; line++) {
    const inLow = load<i32>(inRanges + (<usize>line << 3))
    const inHigh = load<i32>(inRanges + (<usize>line << 3), 4)
    const outLow = load<i32>(outRanges + (<usize>line << 3))
    const outHigh = load<i32>(outRanges + (<usize>line << 3), 4)
    const lineAt = (<usize>line * <usize>hStride) << 3
    for (let k = outLow; k < outHigh; k++) {
      const q = outStart + <f64>k * outStep
      const top = centred(h + lineAt, inLow, inHigh, inStart - q, inStep, scale, scratch)
      let total = 0.0
      let offset = 0.0
      let square = 0.0
      let other = 0.0
      if (top > NOTHING / 2.0) {
        for (let i = inLow; i < inHigh; i++) {
          const term = load<f64>(scratch + at(i)) - top
          if (term < -NEGLIGIBLE) continue
          const weight = f64x2.extract_lane(exp2(f64x2.splat(term)), 0)
          const d = inStart + <f64>i * inStep - q
          total += weight
          offset += weight * d
          square += weight * (d * d + (squares === 0 ? 0.0 : load<f64>(squares + lineAt + (<usize>i << 3))))
          if (others !== 0) other += weight * load<f64>(others + lineAt + (<usize>i << 3))
        }
      }
      const result = (<usize>line * <usize>outLineStride + <usize>k * <usize>outStride) << 3
      const isEmpty = total === 0.0
      store<f64>(out + result, isEmpty ? NOTHING : top + f64x2.extract_lane(log2(f64x2.splat(total)), 0))
      store<f64>(meanOffset + result, isEmpty ? 0.0 : offset / total)
      store<f64>(meanSquare + result, isEmpty ? 0.0 : square / total)
      if (others !== 0) store<f64>(meanOther + result, isEmpty ? 0.0 : other / total)
    }
  }
}

/** slopes[(d + inCount) · 8 + k] = exp(2 scale (k − 3.5) outStep · d inStep) for −inCount < d < inCount, where that is in range */
export function gaussSlopes(inCount: i32, inStep: f64, outStep: f64, scale: f64, slopes: usize): void {
  for (let d = -inCount + 1; d < inCount; d++) {
    const row = slopes + ((<usize>(d + inCount) * BLOCK) << 3)
    for (let k = 0; k < BLOCK; k += 2) {
      const delta = f64x2(<f64>k - 3.5, <f64>k - 2.5)
      v128.store(row + (<usize>k << 3), exp2(f64x2.mul(delta, f64x2.splat(2.0 * scale * outStep * <f64>d * inStep))))
    }
  }
}

/** values[i + 8] = h_i − scale (x_i)² with x_i = start + i step, and the largest of them; `at` leaves the first 8 for results */
// @ts-expect-error decorators are AssemblyScript's
@inline
function centred(h: usize, low: i32, high: i32, start: f64, step: f64, scale: f64, values: usize): f64 {
  let largest = f64x2.splat(-Infinity)
  let i = low
  for (; i + 1 < high; i += 2) {
    const x = f64x2(start + <f64>i * step, start + <f64>(i + 1) * step)
    const value = f64x2.sub(v128.load(h + (<usize>i << 3)), f64x2.mul(f64x2.splat(scale), f64x2.mul(x, x)))
    v128.store(values + at(i), value)
    largest = f64x2.pmax(largest, value)
  }
  let top = max(f64x2.extract_lane(largest, 0), f64x2.extract_lane(largest, 1))
  if (i < high) {
    const x = start + <f64>i * step
    const value = load<f64>(h + (<usize>i << 3)) - scale * (x * x)
    store<f64>(values + at(i), value)
    top = max(top, value)
  }
  return top
}

/** the first 8 values: log Σ_i e^(v_i − top) slopes[i − star][k] */
// @ts-expect-error decorators are AssemblyScript's
@inline
function sumTogether(values: usize, low: i32, high: i32, star: i32, top: f64, slopes: usize, inCount: i32): void {
  let s0 = f64x2.splat(0)
  let s1 = f64x2.splat(0)
  let s2 = f64x2.splat(0)
  let s3 = f64x2.splat(0)
  let row = slopes + ((<usize>(low - star + inCount) * BLOCK) << 3)
  for (let i = low; i < high; i += 2) {
    // one value past the end is read and not used
    const pair = exp2(f64x2.sub(v128.load(values + at(i)), f64x2.splat(top)))
    let weight = f64x2.splat(f64x2.extract_lane(pair, 0))
    s0 = multiplyAdd(weight, v128.load(row), s0)
    s1 = multiplyAdd(weight, v128.load(row, 16), s1)
    s2 = multiplyAdd(weight, v128.load(row, 32), s2)
    s3 = multiplyAdd(weight, v128.load(row, 48), s3)
    row += BLOCK << 3
    if (i + 1 === high) break
    weight = f64x2.splat(f64x2.extract_lane(pair, 1))
    s0 = multiplyAdd(weight, v128.load(row), s0)
    s1 = multiplyAdd(weight, v128.load(row, 16), s1)
    s2 = multiplyAdd(weight, v128.load(row, 32), s2)
    s3 = multiplyAdd(weight, v128.load(row, 48), s3)
    row += BLOCK << 3
  }
  v128.store(values, log2(s0))
  v128.store(values, log2(s1), 16)
  v128.store(values, log2(s2), 32)
  v128.store(values, log2(s3), 48)
}

/** log Σ_i exp(v_i + perIndex (i − star)) */
function sumAlone(values: usize, low: i32, high: i32, star: i32, perIndex: f64): f64 {
  let top = -Infinity
  for (let i = low; i < high; i++) top = max(top, load<f64>(values + at(i)) + perIndex * <f64>(i - star))
  let total = 0.0
  for (let i = low; i < high; i++) {
    const term = load<f64>(values + at(i)) + perIndex * <f64>(i - star) - top
    if (term > -NEGLIGIBLE) total += f64x2.extract_lane(exp2(f64x2.splat(term)), 0)
  }
  return top + f64x2.extract_lane(log2(f64x2.splat(total)), 0)
}

/** of a line's value in the scratch, behind the 8 results */
// @ts-expect-error decorators are AssemblyScript's
@inline
function at(index: i32): usize {
  return <usize>(index + BLOCK) << 3
}
