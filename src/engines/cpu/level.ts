import type { Measure } from '../../core/transport/measure.ts'
import { extent } from '../../core/transport/numbers.ts'

/**
 * A measure on a grid of blocks of `blockPx`² work px: points as indices into a dense, row-major grid, whose rows and columns have
 * positions in work px (a block's centre).
 */
export interface Level {
  readonly rowPositions: Float64Array
  readonly columnPositions: Float64Array
  /** index of each point in the dense grid, row-major over `columnPositions.length` columns */
  readonly points: Int32Array
  readonly weights: Float64Array
}

/** A measure summed over blocks; with blocks of 1 px the points are the measure's own, in its order. */
export function levelOf(measure: Measure, blockPx: number): Level {
  const [yLow, yHigh] = extent(measure.y)
  const [xLow, xHigh] = extent(measure.x)
  const rowCount = Math.floor((yHigh - yLow) / blockPx) + 1
  const columnCount = Math.floor((xHigh - xLow) / blockPx) + 1
  const masses = new Float64Array(rowCount * columnCount)
  measure.weights.forEach((weight, i) => {
    const row = Math.floor((measure.y[i] - yLow) / blockPx)
    const column = Math.floor((measure.x[i] - xLow) / blockPx)
    masses[row * columnCount + column] += weight
  })
  const points = Int32Array.from(masses.keys()).filter((index) => masses[index] > 0)
  const center = (low: number) => (_: unknown, block: number) => low + block * blockPx + (blockPx - 1) / 2
  return {
    rowPositions: Float64Array.from({ length: rowCount }, center(yLow)),
    columnPositions: Float64Array.from({ length: columnCount }, center(xLow)),
    points,
    weights: Float64Array.from(points, (index) => masses[index]),
  }
}
