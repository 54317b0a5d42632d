import { CHUNK, expm12, multiplyAdd, relativeEntropy2 } from './elementary'

/** stands in the denominator where a weight is 0, as at the end of an odd count */
const SMALLEST_WEIGHT = 1e-300

/**
 * What one end of a plan adds to a certificate: with weights w, potential p, marginal m and E = w (e^(scale · p) − 1), to `out` go Σ E, Σ w h(m/w) with
 * h(r) = r log r − r + 1, Σ |m − w − E|, Σ m and Σ p m.
 */
export function endSums(weights: usize, potential: usize, marginal: usize, count: i32, scale: f64, out: usize): void {
  let excess = f64x2.splat(0)
  let divergence = f64x2.splat(0)
  let error = f64x2.splat(0)
  let mass = f64x2.splat(0)
  let moved = f64x2.splat(0)
  for (let start = 0; start < count; start += CHUNK) {
    const end = min(start + CHUNK, count)
    let excessPart = f64x2.splat(0)
    let divergencePart = f64x2.splat(0)
    let errorPart = f64x2.splat(0)
    let massPart = f64x2.splat(0)
    let movedPart = f64x2.splat(0)
    for (let i = start; i < end; i += 2) {
      const w = v128.load(weights + (<usize>i << 3))
      const p = v128.load(potential + (<usize>i << 3))
      const m = v128.load(marginal + (<usize>i << 3))
      const e = f64x2.mul(w, expm12(f64x2.mul(f64x2.splat(scale), p)))
      const ratio = f64x2.div(m, f64x2.pmax(w, f64x2.splat(SMALLEST_WEIGHT)))
      excessPart = f64x2.add(excessPart, e)
      divergencePart = multiplyAdd(w, relativeEntropy2(ratio), divergencePart)
      errorPart = f64x2.add(errorPart, f64x2.abs(f64x2.sub(f64x2.sub(m, w), e)))
      massPart = f64x2.add(massPart, m)
      movedPart = multiplyAdd(p, m, movedPart)
    }
    excess = f64x2.add(excess, excessPart)
    divergence = f64x2.add(divergence, divergencePart)
    error = f64x2.add(error, errorPart)
    mass = f64x2.add(mass, massPart)
    moved = f64x2.add(moved, movedPart)
  }
  storeTotal(out, excess)
  storeTotal(out + 8, divergence)
  storeTotal(out + 16, error)
  storeTotal(out + 24, mass)
  storeTotal(out + 32, moved)
}

// @ts-expect-error decorators are AssemblyScript's
@inline
function storeTotal(out: usize, lanes: v128): void {
  store<f64>(out, f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1))
}
