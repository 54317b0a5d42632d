import type { SolvedPair } from './solved-pair.ts'
import type { WorkEnd, WorkPair } from './work-pair.ts'

/**
 * A pair's maps on the canonical grid (contract §5), each height × width, row-major, zero off the support.
 * Velocities are the displacement between the two frames in canonical px, whatever time lies between.
 */
export interface CanonicalMaps {
  readonly velocityDy: Float64Array
  readonly velocityDx: Float64Array
  readonly velocityDebiasedDy: Float64Array
  readonly velocityDebiasedDx: Float64Array
  readonly massDestroyed: Float64Array
  readonly massCreated: Float64Array
  readonly massCreatedOnSource: Float64Array
  readonly massChangeSource: Float64Array
  readonly massChangeTarget: Float64Array
  readonly costSource: Float64Array
  readonly costTarget: Float64Array
  readonly costDebiasedSource: Float64Array
}

/** Draws the maps of the support on the canonical grid; with pooling, mass is spread over the real pixels of its block only. */
export function canonicalMaps({ pair, maps }: SolvedPair): CanonicalMaps {
  const source = spreader(pair, pair.source)
  const target = spreader(pair, pair.target)
  return {
    velocityDy: source.displacement(maps.source.velocityDy),
    velocityDx: source.displacement(maps.source.velocityDx),
    velocityDebiasedDy: source.displacement(maps.source.velocityDebiasedDy),
    velocityDebiasedDx: source.displacement(maps.source.velocityDebiasedDx),
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

/** Takes values at one end's support points to the canonical grid. */
function spreader(pair: WorkPair, end: WorkEnd) {
  const { box, downsampleFactor: s } = pair.frame
  const { widthPx, values: density } = end.density

  /** for every support point, its real pixels and each one's share of the block's mass */
  function spread(values: Float64Array, valueAt: (value: number, share: number) => number): Float64Array {
    const out = new Float64Array(density.length)
    const { y, x } = end.support
    for (let i = 0; i < values.length; i++) {
      const pixels = blockPixels(y[i], x[i])
      let blockMass = 0
      for (const pixel of pixels) blockMass += density[pixel]
      for (const pixel of pixels) out[pixel] = valueAt(values[i], density[pixel] / blockMass)
    }
    return out
  }

  function blockPixels(workY: number, workX: number): number[] {
    const pixels: number[] = []
    for (let y = box.y0 + workY * s; y < Math.min(box.y0 + (workY + 1) * s, box.y1); y++) {
      for (let x = box.x0 + workX * s; x < Math.min(box.x0 + (workX + 1) * s, box.x1); x++) {
        if (density[y * widthPx + x] > 0) pixels.push(y * widthPx + x)
      }
    }
    return pixels
  }

  return {
    mass: (values: Float64Array) => spread(values, (value, share) => value * share),
    displacement: (values: Float64Array) => spread(values, (value) => value * s),
  }
}
