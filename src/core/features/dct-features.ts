import type { CanonicalGrid } from '../canonical/canonical-grid.ts'
import type { CanonicalMaps } from '../pair/canonical-maps.ts'
import type { Box } from '../pair/pair-frame.ts'
import { dctPower } from './dct.ts'
import { gradientX, gradientY } from './field-derivatives.ts'

/** Less created or destroyed mass than this, px, and no motion: off the support. */
const SUPPORT_MASS_PX = 1e-6

/**
 * Share of each field's DCT energy in `bandCount` equal bands of radial frequency (contract §7), as `dct_<field>_band_<nn>` for the
 * fields vx, vy, div and curl.
 *
 * @param box where the maps may differ from zero
 */
export function dctFeatures(
  maps: CanonicalMaps,
  grid: CanonicalGrid,
  box: Box,
  bandCount: number,
): Record<string, number> {
  const { heightPx, widthPx } = grid
  const { velocityDy: vy, velocityDx: vx, massCreated, massDestroyed } = maps
  const onSupport = (field: Float64Array) =>
    field.map((value, i) =>
      massCreated[i] > SUPPORT_MASS_PX || massDestroyed[i] > SUPPORT_MASS_PX || vy[i] !== 0 || vx[i] !== 0 ? value : 0,
    )
  const dVyDy = gradientY(vy, heightPx, widthPx)
  const dVxDx = gradientX(vx, heightPx, widthPx)
  const dVxDy = gradientY(vx, heightPx, widthPx)
  const dVyDx = gradientX(vy, heightPx, widthPx)
  const fields = {
    vx: onSupport(vx),
    vy: onSupport(vy),
    div: onSupport(dVyDy.map((value, i) => value + dVxDx[i])),
    curl: onSupport(dVxDy.map((value, i) => value - dVyDx[i])),
  }
  const features: Record<string, number> = {}
  for (const [name, field] of Object.entries(fields)) {
    const bands = bandEnergies(dctPower(field, heightPx, widthPx, box), heightPx, widthPx, bandCount)
    bands.forEach((share, band) => {
      features[dctFeatureName(name, band)] = share
    })
  }
  return features
}

export const DCT_FIELDS = ['vx', 'vy', 'div', 'curl'] as const

/** `dct_vx_band_00` and so on. */
export function dctFeatureName(field: string, band: number): string {
  return `dct_${field}_band_${String(band).padStart(2, '0')}`
}

/** energy in equal bands of √((ky/H)² + (kx/W)²), the last band closed, as shares of the total; zeros where the total is 0 */
function bandEnergies(power: Float64Array, heightPx: number, widthPx: number, bandCount: number): number[] {
  const largest = Math.hypot((heightPx - 1) / heightPx, (widthPx - 1) / widthPx)
  const bands = new Array<number>(bandCount).fill(0)
  for (let ky = 0; ky < heightPx; ky++) {
    for (let kx = 0; kx < widthPx; kx++) {
      const radius = Math.hypot(ky / heightPx, kx / widthPx)
      const band = Math.min(Math.floor((radius / largest) * bandCount), bandCount - 1)
      bands[band] += power[ky * widthPx + kx]
    }
  }
  const total = bands.reduce((sum, band) => sum + band, 0)
  return bands.map((band) => (total === 0 ? 0 : band / total))
}
