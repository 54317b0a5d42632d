import type { CanonicalGrid } from '../canonical/canonical-grid.ts'
import type { Box } from '../mask/tight-box.ts'
import type { CanonicalMaps } from '../pair/canonical-maps.ts'
import { bandShares, frequencyBands } from './band-energies.ts'
import { mapSpectra } from './dct.ts'
import { gradientX, gradientY } from './field-derivatives.ts'

/** Less created or destroyed mass than this, px, and no motion: off the support. */
const SUPPORT_MASS_PX = 1e-6

export const DCT_FIELDS = ['vx', 'vy', 'div', 'curl'] as const

/**
 * Share of each field's DCT energy in `bandCount` equal bands of radial frequency (contract §7), as `dct_<field>_band_<nn>` for the
 * fields vx, vy, div and curl.
 *
 * @param box what the maps cover; at its edges they are zero, except where it ends with the grid
 */
export function dctFeatures(
  maps: CanonicalMaps,
  grid: CanonicalGrid,
  box: Box,
  bandCount: number,
): Record<string, number> {
  const bands = frequencyBands(grid.heightPx, grid.widthPx, bandCount)
  const fields = fieldsOf(maps, box)
  const ordered = DCT_FIELDS.map((name) => fields[name])
  const shares = mapSpectra(ordered, box, grid, (spectrum) => bandShares(spectrum, bands))
  const features: Record<string, number> = {}
  DCT_FIELDS.forEach((name, i) => {
    shares[i].forEach((share, band) => {
      features[dctFeatureName(name, band)] = share
    })
  })
  return features
}

/** `dct_vx_band_00` and so on. */
export function dctFeatureName(field: string, band: number): string {
  return `dct_${field}_band_${String(band).padStart(2, '0')}`
}

/** the velocity, which is zero off the support, and its derivatives on the support */
function fieldsOf(maps: CanonicalMaps, box: Box): Record<(typeof DCT_FIELDS)[number], Float64Array> {
  const { velocityDy: vy, velocityDx: vx, massCreated, massDestroyed } = maps
  const [heightPx, widthPx] = [box.y1 - box.y0, box.x1 - box.x0]
  const dVyDy = gradientY(vy, heightPx, widthPx)
  const dVxDx = gradientX(vx, heightPx, widthPx)
  const dVxDy = gradientY(vx, heightPx, widthPx)
  const dVyDx = gradientX(vy, heightPx, widthPx)
  const div = new Float64Array(vy.length)
  const curl = new Float64Array(vy.length)
  for (let i = 0; i < vy.length; i++) {
    const hasMass = massCreated[i] > SUPPORT_MASS_PX || massDestroyed[i] > SUPPORT_MASS_PX
    if (!hasMass && vy[i] === 0 && vx[i] === 0) continue
    div[i] = dVyDy[i] + dVxDx[i]
    curl[i] = dVxDy[i] - dVyDx[i]
  }
  return { vx, vy, div, curl }
}
