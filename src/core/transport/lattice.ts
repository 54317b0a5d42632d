import { type Measure, supportOf, valuesAt } from './measure.ts'
import { extent } from './numbers.ts'

/**
 * A measure on a grid of blocks of `blockPx`² work px: points as indices into a dense, row-major grid of blocks, whose first row and column
 * have their centres at `y0` and `x0`, work px.
 */
export interface Lattice {
  readonly blockPx: number
  readonly y0: number
  readonly x0: number
  readonly rowCount: number
  readonly columnCount: number
  /** index of each point in the dense grid, ascending */
  readonly points: Int32Array
  readonly weights: Float64Array
}

/** Where the blocks begin, work px; lattices of one problem share it. */
export interface Origin {
  readonly y: number
  readonly x: number
}

/** The origin of a problem's blocks. */
export function commonOrigin(a: Measure, b: Measure): Origin {
  const [boxA, boxB] = [boxOf(a), boxOf(b)]
  return { y: Math.min(boxA.y[0], boxB.y[0]), x: Math.min(boxA.x[0], boxB.x[0]) }
}

interface Box {
  readonly y: readonly [low: number, high: number]
  readonly x: readonly [low: number, high: number]
}

// a measure does not change, and a pair asks this of its two a dozen times
const boxes = new WeakMap<Measure, Box>()
const unitLattices = new WeakMap<Measure, Lattice>()

function boxOf(measure: Measure): Box {
  const known = boxes.get(measure)
  if (known) return known
  const box = { y: extent(measure.y), x: extent(measure.x) }
  boxes.set(measure, box)
  return box
}

/** The measure's own pixels, from its first row and column on. */
export function unitLattice(measure: Measure): Lattice {
  const known = unitLattices.get(measure)
  if (known) return known
  const { y, x } = boxOf(measure)
  const lattice = latticeOf(measure, 1, { y: y[0], x: x[0] })
  unitLattices.set(measure, lattice)
  return lattice
}

/** A measure summed over blocks; with blocks of 1 px the points are the measure's own, in its order. */
export function latticeOf(measure: Measure, blockPx: number, origin: Origin): Lattice {
  const {
    y: [yLow, yHigh],
    x: [xLow, xHigh],
  } = boxOf(measure)
  const rowLow = Math.floor((yLow - origin.y) / blockPx)
  const columnLow = Math.floor((xLow - origin.x) / blockPx)
  const rowCount = Math.floor((yHigh - origin.y) / blockPx) - rowLow + 1
  const columnCount = Math.floor((xHigh - origin.x) / blockPx) - columnLow + 1
  // positions from where the lattice's own first block begins are not negative
  const top = origin.y + rowLow * blockPx
  const left = origin.x + columnLow * blockPx
  const center = (from: number, low: number) => from + low * blockPx + (blockPx - 1) / 2
  const box = { blockPx, y0: center(origin.y, rowLow), x0: center(origin.x, columnLow), rowCount, columnCount }
  if (blockPx === 1) return { ...box, points: pointsOf(measure, top, left, columnCount), weights: measure.weights }

  const masses = new Float64Array(rowCount * columnCount)
  // a multiplication from the pixel's middle: a division takes several times as long
  const perPx = 1 / blockPx
  for (let i = 0; i < measure.weights.length; i++) {
    const row = ((measure.y[i] - top + 0.5) * perPx) | 0
    const column = ((measure.x[i] - left + 0.5) * perPx) | 0
    masses[row * columnCount + column] += measure.weights[i]
  }
  const points = supportOf(masses)
  return { ...box, points, weights: valuesAt(masses, points) }
}

function pointsOf({ y, x }: Measure, top: number, left: number, columnCount: number): Int32Array {
  const points = new Int32Array(y.length)
  for (let i = 0; i < points.length; i++) points[i] = (y[i] - top) * columnCount + x[i] - left
  return points
}

/** Points in a dense grid. */
type Grid = Pick<Lattice, 'points' | 'rowCount' | 'columnCount'>

/** Half-open range of the columns that have points, for each row: pairs, (0, 0) where there are none. */
export function columnRanges({ points, rowCount, columnCount }: Grid): Int32Array {
  const ranges = new Int32Array(2 * rowCount)
  for (const point of points) widen(ranges, Math.floor(point / columnCount), point % columnCount)
  return ranges
}

/** Half-open range of the rows that have points, for each column. */
export function rowRanges({ points, columnCount }: Grid): Int32Array {
  const ranges = new Int32Array(2 * columnCount)
  for (const point of points) widen(ranges, point % columnCount, Math.floor(point / columnCount))
  return ranges
}

/** points ascend, so an index never lies before the line's range */
function widen(ranges: Int32Array, line: number, index: number): void {
  if (ranges[2 * line + 1] === 0) ranges[2 * line] = index
  ranges[2 * line + 1] = index + 1
}

/** The positions of a lattice's rows or columns, work px: start + i · step. */
export interface Axis {
  readonly start: number
  readonly step: number
  readonly count: number
}

export function columnAxis({ x0, blockPx, columnCount }: Lattice): Axis {
  return { start: x0, step: blockPx, count: columnCount }
}

export function rowAxis({ y0, blockPx, rowCount }: Lattice): Axis {
  return { start: y0, step: blockPx, count: rowCount }
}
