import { sum, times } from './numbers.ts'

/**
 * A discrete measure on the pixels of a grid: `weights[i]` sits on pixel (`y[i]`, `x[i]`).
 *
 * Points are in row-major order (by y, then x), each pixel at most once, every weight > 0.
 * Positions are work pixels; where their origin lies is the caller's business, the transport only sees differences.
 */
export interface Measure {
  readonly y: Int32Array
  readonly x: Int32Array
  readonly weights: Float64Array
}

/** A dense, row-major grid of densities, `heightPx * widthPx` values. */
export interface DensityGrid {
  readonly heightPx: number
  readonly widthPx: number
  readonly values: Float64Array
}

/** The pixels of a density grid that carry mass (its support), in row-major order. */
export function measureFromGrid(grid: DensityGrid): Measure {
  const { widthPx, values } = grid
  const support = supportOf(values)
  const y = new Int32Array(support.length)
  const x = new Int32Array(support.length)
  for (let i = 0; i < support.length; i++) {
    y[i] = Math.floor(support[i] / widthPx)
    x[i] = support[i] % widthPx
  }
  return { y, x, weights: valuesAt(values, support) }
}

/** The values at the given indices. */
export function valuesAt(values: Float64Array, indices: Int32Array): Float64Array {
  const picked = new Float64Array(indices.length)
  for (let i = 0; i < indices.length; i++) picked[i] = values[indices[i]]
  return picked
}

/** Indices of the values > 0, ascending. */
export function supportOf(values: ArrayLike<number>): Int32Array {
  let count = 0
  for (let i = 0; i < values.length; i++) if (values[i] > 0) count++
  const support = new Int32Array(count)
  let next = 0
  for (let i = 0; i < values.length; i++) if (values[i] > 0) support[next++] = i
  return support
}

/** Sum of the weights. */
export function massOf(measure: Measure): number {
  return sum(measure.weights)
}

/** The same measure with every weight multiplied by `factor`. */
export function scaleMeasure(measure: Measure, factor: number): Measure {
  return { y: measure.y, x: measure.x, weights: times(measure.weights, factor) }
}
