import { exp2, log2, multiplyAdd } from './elementary'

/** a term this much smaller than the largest, in the exponent, is below a float64 sum's rounding */
const NEGLIGIBLE = 45.0
/** stands for the logarithm of 0 */
const NOTHING = -1e300

/**
 * Σ over all points of a kernel of the plain distance, in logarithms, without a matrix: for each point i of `to`
 *
 *     out_i = log Σ_j exp(h_j − scale d_ij),   d_ij = √((y_j − y_i)² + (x_j − x_i)²)
 *
 * Both ends' points are sorted into tiles: pairs of int32 say where each tile's points begin and end (whole pairs; a lone last point is there
 * twice, the second time with h = NOTHING), four values where it lies (lowest and highest y, lowest and highest x). A tile whose largest term
 * cannot matter to any result of a tile, or to one result, is left out by that bound; the most promising one is summed first.
 *
 * Where meanDy is not 0, also the means under the terms: of y_j − y_i, x_j − x_i and d_ij.
 *
 * `tops`: one value for each tile of `from`. `scratch`: as many values as the largest tile has.
 */
export function distanceLogSums(
  h: usize,
  fromY: usize,
  fromX: usize,
  fromTiles: usize,
  fromBoxes: usize,
  fromTileCount: i32,
  toY: usize,
  toX: usize,
  toTiles: usize,
  toBoxes: usize,
  toTileCount: i32,
  scale: f64,
  out: usize,
  meanDy: usize,
  meanDx: usize,
  meanDistance: usize,
  tops: usize,
  scratch: usize,
): void {
  for (let tile = 0; tile < fromTileCount; tile++) store<f64>(tops + at(tile), largest(h, fromTiles, tile))
  for (let tile = 0; tile < toTileCount; tile++) {
    const box = toBoxes + at(4 * tile)
    const low = tileStart(toTiles, tile)
    const high = tileEnd(toTiles, tile)
    let first = 0
    let best = -Infinity
    for (let other = 0; other < fromTileCount; other++) {
      const bound = load<f64>(tops + at(other)) - scale * boxDistance(box, fromBoxes + at(4 * other))
      if (bound > best) {
        best = bound
        first = other
      }
    }
    for (let i = low; i < high; i++) {
      sumPoint(
        h,
        fromY,
        fromX,
        fromTiles,
        fromBoxes,
        fromTileCount,
        first,
        load<f64>(toY + at(i)),
        load<f64>(toX + at(i)),
        scale,
        tops,
        scratch,
        meanDy !== 0,
      )
      store<f64>(out + at(i), total > 0.0 ? top + f64x2.extract_lane(log2(f64x2.splat(total)), 0) : NOTHING)
      if (meanDy === 0) continue
      const factor = total > 0.0 ? 1.0 / total : 0.0
      store<f64>(meanDy + at(i), sumDy * factor)
      store<f64>(meanDx + at(i), sumDx * factor)
      store<f64>(meanDistance + at(i), sumDistance * factor)
    }
  }
}

// what sumPoint finds: the sums are relative to e^top
let top: f64 = 0
let total: f64 = 0
let sumDy: f64 = 0
let sumDx: f64 = 0
let sumDistance: f64 = 0

function sumPoint(
  h: usize,
  fromY: usize,
  fromX: usize,
  tiles: usize,
  boxes: usize,
  tileCount: i32,
  first: i32,
  y: f64,
  x: f64,
  scale: f64,
  tops: usize,
  scratch: usize,
  withMeans: bool,
): void {
  top = NOTHING
  total = 0.0
  sumDy = 0.0
  sumDx = 0.0
  sumDistance = 0.0
  addTile(h, fromY, fromX, tiles, first, y, x, scale, scratch, withMeans)
  for (let tile = 0; tile < tileCount; tile++) {
    if (tile === first) continue
    const box = boxes + at(4 * tile)
    const dy = outside(y, load<f64>(box), load<f64>(box, 8))
    const dx = outside(x, load<f64>(box, 16), load<f64>(box, 24))
    const bound = load<f64>(tops + at(tile)) - scale * Math.sqrt(dy * dy + dx * dx)
    if (bound < top - NEGLIGIBLE || bound <= NOTHING / 2.0) continue
    addTile(h, fromY, fromX, tiles, tile, y, x, scale, scratch, withMeans)
  }
}

function addTile(
  h: usize,
  fromY: usize,
  fromX: usize,
  tiles: usize,
  tile: i32,
  y: f64,
  x: f64,
  scale: f64,
  scratch: usize,
  withMeans: bool,
): void {
  const low = tileStart(tiles, tile)
  const high = tileEnd(tiles, tile)
  const tileTop = terms(h, fromY, fromX, low, high, y, x, scale, scratch)
  if (tileTop <= NOTHING / 2.0) return
  if (tileTop > top) {
    const factor = f64x2.extract_lane(exp2(f64x2.splat(top - tileTop)), 0)
    total *= factor
    sumDy *= factor
    sumDx *= factor
    sumDistance *= factor
    top = tileTop
  } else if (tileTop < top - NEGLIGIBLE) return
  let sum = f64x2.splat(0)
  let dySum = f64x2.splat(0)
  let dxSum = f64x2.splat(0)
  let distanceSum = f64x2.splat(0)
  for (let i = low; i < high; i += 2) {
    const weight = exp2(f64x2.sub(v128.load(scratch + at(i - low)), f64x2.splat(top)))
    sum = f64x2.add(sum, weight)
    if (!withMeans) continue
    const dy = f64x2.sub(v128.load(fromY + at(i)), f64x2.splat(y))
    const dx = f64x2.sub(v128.load(fromX + at(i)), f64x2.splat(x))
    dySum = multiplyAdd(weight, dy, dySum)
    dxSum = multiplyAdd(weight, dx, dxSum)
    distanceSum = multiplyAdd(weight, f64x2.sqrt(f64x2.add(f64x2.mul(dy, dy), f64x2.mul(dx, dx))), distanceSum)
  }
  total += bothLanes(sum)
  sumDy += bothLanes(dySum)
  sumDx += bothLanes(dxSum)
  sumDistance += bothLanes(distanceSum)
}

/** scratch[j] = h_j − scale d_ij over a tile, and the largest of them */
function terms(
  h: usize,
  fromY: usize,
  fromX: usize,
  low: i32,
  high: i32,
  y: f64,
  x: f64,
  scale: f64,
  scratch: usize,
): f64 {
  let most = f64x2.splat(-Infinity)
  for (let i = low; i < high; i += 2) {
    const dy = f64x2.sub(v128.load(fromY + at(i)), f64x2.splat(y))
    const dx = f64x2.sub(v128.load(fromX + at(i)), f64x2.splat(x))
    const distance = f64x2.sqrt(f64x2.add(f64x2.mul(dy, dy), f64x2.mul(dx, dx)))
    const term = f64x2.sub(v128.load(h + at(i)), f64x2.mul(f64x2.splat(scale), distance))
    v128.store(scratch + at(i - low), term)
    most = f64x2.pmax(most, term)
  }
  return max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1))
}

function largest(h: usize, tiles: usize, tile: i32): f64 {
  let most = -Infinity
  for (let i = tileStart(tiles, tile); i < tileEnd(tiles, tile); i++) most = max(most, load<f64>(h + at(i)))
  return most
}

/** the least distance between two boxes */
function boxDistance(a: usize, b: usize): f64 {
  const dy = max(max(load<f64>(b) - load<f64>(a, 8), load<f64>(a) - load<f64>(b, 8)), 0.0)
  const dx = max(max(load<f64>(b, 16) - load<f64>(a, 24), load<f64>(a, 16) - load<f64>(b, 24)), 0.0)
  return Math.sqrt(dy * dy + dx * dx)
}

/** how far a position is from a range */
// @ts-expect-error decorators are AssemblyScript's
@inline
function outside(position: f64, low: f64, high: f64): f64 {
  return max(max(low - position, position - high), 0.0)
}

// @ts-expect-error decorators are AssemblyScript's
@inline
function tileStart(tiles: usize, tile: i32): i32 {
  return load<i32>(tiles + (<usize>tile << 3))
}

// @ts-expect-error decorators are AssemblyScript's
@inline
function tileEnd(tiles: usize, tile: i32): i32 {
  return load<i32>(tiles + (<usize>tile << 3), 4)
}

// @ts-expect-error decorators are AssemblyScript's
@inline
function bothLanes(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1)
}

// @ts-expect-error decorators are AssemblyScript's
@inline
function at(index: i32): usize {
  return <usize>index << 3
}
