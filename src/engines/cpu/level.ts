import { type Measure, supportOf, valuesAt } from '../../core/transport/measure.ts'
import { extent } from '../../core/transport/numbers.ts'

/**
 * A measure on a grid of blocks of `blockPx`² work px: points as indices into a dense, row-major grid, whose rows and columns have
 * positions in work px (a block's centre).
 */
export interface Level {
  readonly blockPx: number
  readonly rowPositions: Float64Array
  readonly columnPositions: Float64Array
  /** index of each point in the dense grid, row-major over `columnPositions.length` columns */
  readonly points: Int32Array
  readonly weights: Float64Array
  /** the same points as a measure on the lattice of blocks */
  readonly blocks: Measure
}

/** Where the lattice of blocks begins, work px; two levels of one problem share it. */
export interface Origin {
  readonly y: number
  readonly x: number
}

/** The origin of a problem's blocks. */
export function commonOrigin(a: Measure, b: Measure): Origin {
  return { y: Math.min(extent(a.y)[0], extent(b.y)[0]), x: Math.min(extent(a.x)[0], extent(b.x)[0]) }
}

/** A measure summed over blocks; with blocks of 1 px the points are the measure's own, in its order. */
export function levelOf(measure: Measure, blockPx: number, origin: Origin): Level {
  const blockY = measure.y.map((y) => Math.floor((y - origin.y) / blockPx))
  const blockX = measure.x.map((x) => Math.floor((x - origin.x) / blockPx))
  const [rowLow, rowHigh] = extent(blockY)
  const [columnLow, columnHigh] = extent(blockX)
  const rowCount = rowHigh - rowLow + 1
  const columnCount = columnHigh - columnLow + 1
  const masses = new Float64Array(rowCount * columnCount)
  measure.weights.forEach((weight, i) => {
    masses[(blockY[i] - rowLow) * columnCount + blockX[i] - columnLow] += weight
  })
  const points = supportOf(masses)
  const weights = valuesAt(masses, points)
  const center = (from: number, low: number) => (_: unknown, block: number) =>
    from + (low + block) * blockPx + (blockPx - 1) / 2
  return {
    blockPx,
    rowPositions: Float64Array.from({ length: rowCount }, center(origin.y, rowLow)),
    columnPositions: Float64Array.from({ length: columnCount }, center(origin.x, columnLow)),
    points,
    weights,
    blocks: {
      y: points.map((index) => rowLow + Math.floor(index / columnCount)),
      x: points.map((index) => columnLow + (index % columnCount)),
      weights,
    },
  }
}
