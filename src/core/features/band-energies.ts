import type { Spectrum } from './dct.ts'

/** Equal bands of the radial frequency √((ky/H)² + (kx/W)²) on a grid, the last one closed. */
export interface FrequencyBands {
  readonly bandCount: number
  readonly heightPx: number
  /** where, along kx, band b of row ky begins: at ky · (bandCount + 1) + b; it ends where the next one begins */
  readonly starts: Int32Array
}

const bandsByGrid = new Map<string, FrequencyBands>()

/** The bands of a grid, made once. */
export function frequencyBands(heightPx: number, widthPx: number, bandCount: number): FrequencyBands {
  const key = `${heightPx} ${widthPx} ${bandCount}`
  const known = bandsByGrid.get(key)
  if (known) return known
  const largest = Math.hypot((heightPx - 1) / heightPx, (widthPx - 1) / widthPx)
  const starts = new Int32Array(heightPx * (bandCount + 1))
  for (let ky = 0; ky < heightPx; ky++) {
    let next = 0
    for (let kx = 0; kx < widthPx; kx++) {
      const radius = Math.hypot(ky / heightPx, kx / widthPx)
      const band = Math.min(Math.floor((radius / largest) * bandCount), bandCount - 1)
      while (next <= band) starts[ky * (bandCount + 1) + next++] = kx
    }
    while (next <= bandCount) starts[ky * (bandCount + 1) + next++] = widthPx
  }
  const bands = { bandCount, heightPx, starts }
  bandsByGrid.set(key, bands)
  return bands
}

/** Each band's share of a spectrum's energy; zeros where it has none. */
export function bandShares(
  { coefficients, stride }: Spectrum,
  { bandCount, heightPx, starts }: FrequencyBands,
): number[] {
  const energies = new Array<number>(bandCount).fill(0)
  for (let ky = 0; ky < heightPx; ky++) {
    const row = ky * stride
    for (let band = 0; band < bandCount; band++) {
      const at = ky * (bandCount + 1) + band
      let energy = 0
      for (let i = row + starts[at]; i < row + starts[at + 1]; i++) energy += coefficients[i] * coefficients[i]
      energies[band] += energy
    }
  }
  const total = energies.reduce((sum, energy) => sum + energy, 0)
  return energies.map((energy) => (total === 0 ? 0 : energy / total))
}
