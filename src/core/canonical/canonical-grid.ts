/** The grid on which every embryo is placed (contract §2). */
export interface CanonicalGrid {
  readonly heightPx: number
  readonly widthPx: number
  readonly umPerPx: number
}

/** What the contract's 256 × 576 px at 10 µm/px cover. */
const HEIGHT_UM = 2560
const WIDTH_UM = 5760

export const DEFAULT_GRID_UM_PER_PX = 10

/**
 * The grid of 2.56 × 5.76 mm at a resolution: 256 × 576 px at the default 10 µm/px.
 *
 * @throws RangeError where the resolution is not a positive number or divides the extent into fewer than 16 rows
 */
export function canonicalGrid(umPerPx: number = DEFAULT_GRID_UM_PER_PX): CanonicalGrid {
  if (!(umPerPx > 0) || HEIGHT_UM / umPerPx < 16) {
    throw new RangeError(`grid resolution must be above 0 and at most ${HEIGHT_UM / 16} µm/px, not ${umPerPx}`)
  }
  return { heightPx: Math.round(HEIGHT_UM / umPerPx), widthPx: Math.round(WIDTH_UM / umPerPx), umPerPx }
}

/** Normalised length of one grid pixel: 1 / max(grid height, grid width) (contract §4). */
export function coordScaleOf(grid: CanonicalGrid): number {
  return 1 / Math.max(grid.heightPx, grid.widthPx)
}
