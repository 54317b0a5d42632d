import type { Box } from '../mask/tight-box.ts'
import type { Measure } from '../transport/measure.ts'
import type { SolvedPair } from './solved-pair.ts'
import type { WorkEnd, WorkPair } from './work-pair.ts'

/**
 * A pair's maps in canonical pixels (contract §5), each as large as the pair's box on the canonical grid, row-major. Off the support, and so
 * everywhere outside the box, a map is zero.
 * Velocities are the displacement between the two frames in canonical px, whatever time lies between.
 */
export interface CanonicalMaps {
  readonly velocityDy: Float64Array
  readonly velocityDx: Float64Array
  readonly velocityDebiasedDy: Float64Array
  readonly velocityDebiasedDx: Float64Array
  readonly velocityRestDy: Float64Array
  readonly velocityRestDx: Float64Array
  readonly massDestroyed: Float64Array
  readonly massCreated: Float64Array
  readonly massCreatedOnSource: Float64Array
  readonly massChangeSource: Float64Array
  readonly massChangeTarget: Float64Array
  readonly costSource: Float64Array
  readonly costTarget: Float64Array
  readonly costDebiasedSource: Float64Array
}

/** Draws the maps of the support in canonical pixels; with pooling, mass is spread over the real pixels of its block only. */
export function canonicalMaps({ pair, maps }: SolvedPair): CanonicalMaps {
  const source = spreader(pair, pair.source)
  const target = spreader(pair, pair.target)
  return {
    velocityDy: source.displacement(maps.source.velocityDy),
    velocityDx: source.displacement(maps.source.velocityDx),
    velocityDebiasedDy: source.displacement(maps.source.velocityDebiasedDy),
    velocityDebiasedDx: source.displacement(maps.source.velocityDebiasedDx),
    velocityRestDy: source.displacement(maps.source.velocityRestDy),
    velocityRestDx: source.displacement(maps.source.velocityRestDx),
    massDestroyed: source.mass(maps.source.massDestroyed),
    massCreated: target.mass(maps.target.massCreated),
    massCreatedOnSource: source.mass(maps.source.massCreatedOnSource),
    massChangeSource: source.mass(maps.source.massChange),
    massChangeTarget: target.mass(maps.target.massChange),
    costSource: source.mass(maps.source.cost),
    costTarget: target.mass(maps.target.cost),
    costDebiasedSource: source.mass(maps.source.costDebiased),
  }
}

/** Takes values at one end's support points to the pixels of the box. */
function spreader({ frame }: WorkPair, end: WorkEnd) {
  const { box, downsampleFactor } = frame
  const areaPx = (box.y1 - box.y0) * (box.x1 - box.x0)
  const pixels = realPixels(end, box, downsampleFactor)
  return {
    mass: (values: Float64Array) => spreadMass(values, pixels, areaPx),
    displacement: (values: Float64Array) => spreadLength(values, pixels, areaPx, downsampleFactor),
  }
}

function spreadMass(values: Float64Array, { pixels, points, shares }: RealPixels, areaPx: number): Float64Array {
  const out = new Float64Array(areaPx)
  for (let k = 0; k < pixels.length; k++) out[pixels[k]] = values[points[k]] * shares[k]
  return out
}

function spreadLength(
  values: Float64Array,
  { pixels, points }: RealPixels,
  areaPx: number,
  downsampleFactor: number,
): Float64Array {
  const out = new Float64Array(areaPx)
  for (let k = 0; k < pixels.length; k++) out[pixels[k]] = values[points[k]] * downsampleFactor
  return out
}

/** The pixels of the box that carry mass: each one's support point, and its share of that point's block. */
interface RealPixels {
  readonly pixels: Int32Array
  readonly points: Int32Array
  readonly shares: Float64Array
}

function realPixels({ density, support }: WorkEnd, box: Box, s: number): RealPixels {
  const boxWidthPx = box.x1 - box.x0
  if (s === 1) return wholePixels(support, boxWidthPx)
  const most = Math.min(support.y.length * s * s, (box.y1 - box.y0) * boxWidthPx)
  const pixels = new Int32Array(most)
  const points = new Int32Array(most)
  const shares = new Float64Array(most)
  let count = 0
  for (let point = 0; point < support.y.length; point++) {
    const first = count
    let blockMass = 0
    const [top, left] = [support.y[point] * s, support.x[point] * s]
    for (let y = top; y < Math.min(top + s, box.y1 - box.y0); y++) {
      for (let x = left; x < Math.min(left + s, boxWidthPx); x++) {
        const mass = density.values[(box.y0 + y) * density.widthPx + box.x0 + x]
        if (mass <= 0) continue
        pixels[count] = y * boxWidthPx + x
        points[count] = point
        shares[count++] = mass
        blockMass += mass
      }
    }
    for (let k = first; k < count; k++) shares[k] /= blockMass
  }
  return { pixels: pixels.subarray(0, count), points: points.subarray(0, count), shares: shares.subarray(0, count) }
}

/** Without pooling a point is a pixel. */
function wholePixels({ y, x }: Measure, boxWidthPx: number): RealPixels {
  const pixels = new Int32Array(y.length)
  const points = new Int32Array(y.length)
  for (let k = 0; k < points.length; k++) {
    pixels[k] = y[k] * boxWidthPx + x[k]
    points[k] = k
  }
  return { pixels, points, shares: new Float64Array(y.length).fill(1) }
}
