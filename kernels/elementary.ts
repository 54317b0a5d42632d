// exp, expm1 and log of two float64 at a time, within 2 units in the last place on their stated ranges, and the relative entropy's term to 1e-12

const LOG2_E = 1.4426950408889634
// log 2 in two parts, the first short enough for its products with whole numbers to be exact (fdlibm)
const LN2_HIGH = 6.93147180369123816490e-1
const LN2_LOW = 1.90821492927058770002e-10
/** adding it rounds to a whole number and leaves that number in the low bits */
const ROUND = 6755399441055744.0

/** smallest argument whose exponential is not taken for 0 */
const LOWEST_EXPONENT = -708.0
const HIGHEST_EXPONENT = 709.0

/** terms summed before they are added to a total: keeps rounding to that of a short sum */
export const CHUNK = 128

// @ts-expect-error decorators are AssemblyScript's
@inline
export function multiplyAdd(x: v128, y: v128, z: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_madd(x, y, z)
  return f64x2.add(f64x2.mul(x, y), z)
}

/** e^x; 0 below −708, e^709 above 709 */
// @ts-expect-error decorators are AssemblyScript's
@inline
export function exp2(x: v128): v128 {
  const bounded = f64x2.pmin(f64x2.pmax(x, f64x2.splat(LOWEST_EXPONENT)), f64x2.splat(HIGHEST_EXPONENT))
  const rounded = multiplyAdd(bounded, f64x2.splat(LOG2_E), f64x2.splat(ROUND))
  const n = f64x2.sub(rounded, f64x2.splat(ROUND))
  const r = multiplyAdd(n, f64x2.splat(-LN2_LOW), multiplyAdd(n, f64x2.splat(-LN2_HIGH), bounded))
  // Taylor's series, to r^13, by pairs
  const r2 = f64x2.mul(r, r)
  let p = multiplyAdd(r, f64x2.splat(1.0 / 6227020800.0), f64x2.splat(1.0 / 479001600.0))
  p = multiplyAdd(p, r2, multiplyAdd(r, f64x2.splat(1.0 / 39916800.0), f64x2.splat(1.0 / 3628800.0)))
  p = multiplyAdd(p, r2, multiplyAdd(r, f64x2.splat(1.0 / 362880.0), f64x2.splat(1.0 / 40320.0)))
  p = multiplyAdd(p, r2, multiplyAdd(r, f64x2.splat(1.0 / 5040.0), f64x2.splat(1.0 / 720.0)))
  p = multiplyAdd(p, r2, multiplyAdd(r, f64x2.splat(1.0 / 120.0), f64x2.splat(1.0 / 24.0)))
  p = multiplyAdd(p, r2, multiplyAdd(r, f64x2.splat(1.0 / 6.0), f64x2.splat(0.5)))
  p = multiplyAdd(p, r2, f64x2.add(r, f64x2.splat(1.0)))
  const scaled = i64x2.add(p, i64x2.shl(rounded, 52))
  return v128.and(scaled, f64x2.ge(x, f64x2.splat(LOWEST_EXPONENT)))
}

/** e^x − 1, to full relative precision */
// @ts-expect-error decorators are AssemblyScript's
@inline
export function expm12(x: v128): v128 {
  const small = f64x2.lt(f64x2.abs(x), f64x2.splat(0.35))
  const x2 = f64x2.mul(x, x)
  let p = multiplyAdd(x, f64x2.splat(1.0 / 87178291200.0), f64x2.splat(1.0 / 6227020800.0))
  p = multiplyAdd(p, x2, multiplyAdd(x, f64x2.splat(1.0 / 479001600.0), f64x2.splat(1.0 / 39916800.0)))
  p = multiplyAdd(p, x2, multiplyAdd(x, f64x2.splat(1.0 / 3628800.0), f64x2.splat(1.0 / 362880.0)))
  p = multiplyAdd(p, x2, multiplyAdd(x, f64x2.splat(1.0 / 40320.0), f64x2.splat(1.0 / 5040.0)))
  p = multiplyAdd(p, x2, multiplyAdd(x, f64x2.splat(1.0 / 720.0), f64x2.splat(1.0 / 120.0)))
  p = multiplyAdd(p, x2, multiplyAdd(x, f64x2.splat(1.0 / 24.0), f64x2.splat(1.0 / 6.0)))
  p = multiplyAdd(p, x, f64x2.splat(0.5))
  const near = multiplyAdd(p, x2, x)
  if (i64x2.all_true(small)) return near
  return v128.bitselect(near, f64x2.sub(exp2(x), f64x2.splat(1.0)), small)
}

/** bits of √½: mantissas are taken from √½ to √2 */
const SQRT_HALF: i64 = 0x3fe6a09e667f3bcd
const ONE: i64 = 0x3ff0000000000000
const MANTISSA: i64 = 0x000fffffffffffff
/** bits of 2^52, onto which a small whole number is put to become a float64 */
const TWO_52: i64 = 0x4330000000000000

/** log x of positive, normal x (fdlibm's method); anything else gives a meaningless number */
// @ts-expect-error decorators are AssemblyScript's
@inline
export function log2(x: v128): v128 {
  const shifted = i64x2.add(x, i64x2.splat(ONE - SQRT_HALF))
  const exponent = v128.or(i64x2.shr_u(shifted, 52), i64x2.splat(TWO_52))
  const k = f64x2.sub(exponent, f64x2.splat(4503599627370496.0 + 1023.0))
  const m = i64x2.add(v128.and(shifted, i64x2.splat(MANTISSA)), i64x2.splat(SQRT_HALF))
  const f = f64x2.sub(m, f64x2.splat(1.0))
  const s = f64x2.div(f, f64x2.add(f, f64x2.splat(2.0)))
  const z = f64x2.mul(s, s)
  const w = f64x2.mul(z, z)
  let even = multiplyAdd(w, f64x2.splat(1.531383769920937332e-1), f64x2.splat(2.222219843214978396e-1))
  even = f64x2.mul(w, multiplyAdd(w, even, f64x2.splat(3.999999999940941908e-1)))
  let odd = multiplyAdd(w, f64x2.splat(1.479819860511658591e-1), f64x2.splat(1.818357216161805012e-1))
  odd = multiplyAdd(w, odd, f64x2.splat(2.857142874366239149e-1))
  odd = f64x2.mul(z, multiplyAdd(w, odd, f64x2.splat(6.666666666666735130e-1)))
  const series = f64x2.add(even, odd)
  const half = f64x2.mul(f64x2.splat(0.5), f64x2.mul(f, f))
  const low = multiplyAdd(s, f64x2.add(half, series), f64x2.mul(k, f64x2.splat(LN2_LOW)))
  return multiplyAdd(k, f64x2.splat(LN2_HIGH), f64x2.sub(f, f64x2.sub(half, low)))
}

/** r log r − r + 1 for r ≥ 0: in δ = r − 1 where r is nearly 1, so that no digits are lost there */
// @ts-expect-error decorators are AssemblyScript's
@inline
export function relativeEntropy2(r: v128): v128 {
  const delta = f64x2.sub(r, f64x2.splat(1.0))
  const near = f64x2.lt(f64x2.abs(delta), f64x2.splat(0.0078125))
  // (1 + δ) log(1 + δ) − δ = Σ_k (−δ)^k / (k (k − 1)), k ≥ 2, by pairs
  const d = f64x2.neg(delta)
  const d2 = f64x2.mul(d, d)
  let p = multiplyAdd(d, f64x2.splat(1.0 / 72.0), f64x2.splat(1.0 / 56.0))
  p = multiplyAdd(p, d2, multiplyAdd(d, f64x2.splat(1.0 / 42.0), f64x2.splat(1.0 / 30.0)))
  p = multiplyAdd(p, d2, multiplyAdd(d, f64x2.splat(1.0 / 20.0), f64x2.splat(1.0 / 12.0)))
  p = multiplyAdd(p, d2, multiplyAdd(d, f64x2.splat(1.0 / 6.0), f64x2.splat(0.5)))
  const series = f64x2.mul(p, d2)
  if (i64x2.all_true(near)) return series
  return v128.bitselect(series, f64x2.sub(f64x2.mul(r, log2(r)), delta), near)
}
