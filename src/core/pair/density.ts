import { distanceTransform } from '../mask/distance-transform.ts'
import type { Mask } from '../mask/mask.ts'
import { boundaryBand } from '../mask/morphology.ts'
import type { DensityGrid } from '../transport/measure.ts'
import { sum } from '../transport/numbers.ts'
import type { PairFrame } from './pair-frame.ts'

export const MASS_MODES = ['uniform', 'boundary_band', 'distance_transform'] as const
/** What a pixel of the mask weighs (contract §3). */
export type MassMode = (typeof MASS_MODES)[number]

/** Below this sum a distance transform says nothing and the mask itself is taken. */
const SMALLEST_DISTANCE_SUM = 1e-8

/** The density of a placed mask on the canonical grid, in pixels of mass; where it is even, it is the mask itself. */
export interface MaskDensity {
  readonly heightPx: number
  readonly widthPx: number
  readonly values: Uint8Array | Float64Array
}

export function maskDensity(mask: Mask, mode: MassMode): MaskDensity {
  return { heightPx: mask.heightPx, widthPx: mask.widthPx, values: densityValues(mask, mode) }
}

function densityValues(mask: Mask, mode: MassMode): Uint8Array | Float64Array {
  switch (mode) {
    case 'uniform':
      return mask.data
    case 'boundary_band':
      return boundaryBand(mask).data
    case 'distance_transform': {
      const distances = distanceTransform(mask)
      return sum(distances) < SMALLEST_DISTANCE_SUM ? mask.data : distances
    }
  }
}

/** Cuts the pair's box out of a canonical density and sums it over blocks of `downsampleFactor`² pixels; mass is kept. */
export function toWorkGrid(density: MaskDensity, frame: PairFrame): DensityGrid {
  const { box, downsampleFactor: s, heightPx, widthPx } = frame
  const values = new Float64Array(heightPx * widthPx)
  for (let y = box.y0; y < box.y1; y++) {
    const workRow = Math.floor((y - box.y0) / s) * widthPx
    for (let x = box.x0; x < box.x1; x++) {
      values[workRow + Math.floor((x - box.x0) / s)] += density.values[y * density.widthPx + x]
    }
  }
  return { heightPx, widthPx, values }
}
