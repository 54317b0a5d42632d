/** Signals that are transformed side by side: two vectors of two values. */
const ROW_BYTES: usize = 32

/**
 * Type-II DCT of four signals, in place, not normalised: X[k] = Σ_n x[n] cos(π (2n + 1) k / (2 count)). Value n of signal j lies
 * at data + n · stepBytes + j · laneBytes. The signals are halved so many times before their cosines are summed.
 *
 * `work` holds 8 · count values; `tables` the 1 / (2 cos) of each halving, then the cosines of the shortest transform.
 */
export function dctFour(
  data: usize,
  stepBytes: i32,
  laneBytes: i32,
  count: i32,
  halvings: i32,
  work: usize,
  tables: usize,
): void {
  let at = data
  for (let row = work; row < work + <usize>count * ROW_BYTES; row += ROW_BYTES) {
    for (let lane: usize = 0; lane < 4; lane++) store<f64>(row + lane * 8, load<f64>(at + lane * <usize>laneBytes))
    at += stepBytes
  }
  transform(work, work + <usize>count * ROW_BYTES, count, halvings, tables)
  at = data
  for (let row = work; row < work + <usize>count * ROW_BYTES; row += ROW_BYTES) {
    for (let lane: usize = 0; lane < 4; lane++) store<f64>(at + lane * <usize>laneBytes, load<f64>(row + lane * 8))
    at += stepBytes
  }
}

/**
 * Lee 1984, A new algorithm to compute the discrete cosine transform: the sums of mirrored values give the even coefficients, their
 * differences over 2 cos the neighbours' sums of the odd ones, each by a transform of half the length.
 */
function transform(x: usize, spare: usize, count: i32, halvings: i32, tables: usize): void {
  if (halvings === 0) {
    cosineSums(x, spare, count, tables)
    return
  }
  const half = count >> 1
  const odd = spare + <usize>half * ROW_BYTES
  let mirrored = x + <usize>(count - 1) * ROW_BYTES
  for (let n = 0; n < half; n++) {
    const offset = <usize>n * ROW_BYTES
    const factor = v128.load64_splat(tables + (<usize>n << 3))
    const a0 = v128.load(x + offset)
    const a1 = v128.load(x + offset, 16)
    const b0 = v128.load(mirrored)
    const b1 = v128.load(mirrored, 16)
    v128.store(spare + offset, f64x2.add(a0, b0))
    v128.store(spare + offset, f64x2.add(a1, b1), 16)
    v128.store(odd + offset, f64x2.mul(f64x2.sub(a0, b0), factor))
    v128.store(odd + offset, f64x2.mul(f64x2.sub(a1, b1), factor), 16)
    mirrored -= ROW_BYTES
  }
  const rest = tables + (<usize>half << 3)
  transform(spare, x, half, halvings - 1, rest)
  transform(odd, x + <usize>half * ROW_BYTES, half, halvings - 1, rest)
  interleave(spare, odd, x, half)
}

/** x[2k] = even[k], x[2k + 1] = odd[k] + odd[k + 1] */
function interleave(even: usize, odd: usize, x: usize, half: i32): void {
  let o0 = v128.load(odd)
  let o1 = v128.load(odd, 16)
  for (let k = 0; k < half; k++) {
    const offset = <usize>k * ROW_BYTES
    const next0 = k + 1 < half ? v128.load(odd + offset, 32) : f64x2.splat(0)
    const next1 = k + 1 < half ? v128.load(odd + offset, 48) : f64x2.splat(0)
    v128.store(x + 2 * offset, v128.load(even + offset))
    v128.store(x + 2 * offset, v128.load(even + offset, 16), 16)
    v128.store(x + 2 * offset, f64x2.add(o0, next0), 32)
    v128.store(x + 2 * offset, f64x2.add(o1, next1), 48)
    o0 = next0
    o1 = next1
  }
}

/** The definition, with cosines[k · count + n]. */
function cosineSums(x: usize, spare: usize, count: i32, cosines: usize): void {
  let cosine = cosines
  const bytes = <usize>count * ROW_BYTES
  for (let out = spare; out < spare + bytes; out += ROW_BYTES) {
    let sum0 = f64x2.splat(0)
    let sum1 = f64x2.splat(0)
    for (let row = x; row < x + bytes; row += ROW_BYTES) {
      const factor = v128.load64_splat(cosine)
      sum0 = f64x2.add(sum0, f64x2.mul(v128.load(row), factor))
      sum1 = f64x2.add(sum1, f64x2.mul(v128.load(row, 16), factor))
      cosine += 8
    }
    v128.store(out, sum0)
    v128.store(out, sum1, 16)
  }
  memory.copy(x, spare, bytes)
}
