import { canonicalGrid, coordScaleOf } from '../../../core/canonical/canonical-grid.ts'

interface GridChoice {
  readonly gridUmPerPx: number
  readonly downsampleFactor: number
}

/** The length that a coordinate of 1 stands for, µm: the grid's longer side. */
export function unitUm({ gridUmPerPx, downsampleFactor }: GridChoice): number {
  return (gridUmPerPx * downsampleFactor) / coordScaleOf(canonicalGrid(gridUmPerPx))
}

/** How far an ε of the squared distance blurs, µm: the standard deviation of its kernel e^(−d²/ε). */
export function blurUm(epsilon: number, grid: GridChoice): number {
  return Math.sqrt(epsilon / 2) * unitUm(grid)
}

/** The length at which moving costs as much as λ, µm. */
export function reachUm(regM: number, grid: GridChoice): number {
  return Math.sqrt(regM) * unitUm(grid)
}
