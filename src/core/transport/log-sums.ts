import type { KernelMemory } from '../kernels/kernel-memory.ts'
import { columnAxis, columnRanges, rowAxis, rowRanges } from './lattice.ts'
import type { LatticePoints } from './lattice-points.ts'

/**
 * Sums over a lattice's points in logarithms: first along the rows of `from`, then along the columns of `to`, each line on its own, exact for
 * any range of exponents.
 */
export interface LogSums {
  /** address of the grid of log m, the logarithm of 0 where there is no point */
  readonly terms: number
  /** of the points of `from` in `terms`, and of those of `to` in the results */
  readonly inIndices: number
  readonly outIndices: number
  /** address of log Σ e^−c m, `c = scale · (dy² + dx²)` */
  sum(): number
  /** the same, and the means under its terms */
  moments(): LogMoments
}

/** Addresses of grids. */
export interface LogMoments {
  readonly sums: number
  /** mean of y_j − y_i and of x_j − x_i, work px, and of the sum of their squares, work px² */
  readonly dy: number
  readonly dx: number
  readonly square: number
}

/** The kernels' stand-in for the logarithm of 0. */
export const LOG_OF_NOTHING = -1e300
/** results that `gaussLogSums` makes at a time */
const BLOCK = 8

/** Prepares the sums from `from` to `to`, in room taken from the kernels' memory. */
export function logSums(memory: KernelMemory, from: LatticePoints, to: LatticePoints, scale: number): LogSums {
  const { kernels } = memory
  const [fromX, toX] = [columnAxis(from.lattice), columnAxis(to.lattice)]
  const [fromY, toY] = [rowAxis(from.lattice), rowAxis(to.lattice)]
  const terms = memory.take(fromY.count * fromX.count)
  // both hold columns one after another, so that each pass reads along its lines
  const lines = memory.take(toX.count * fromY.count)
  const sums = memory.take(toX.count * toY.count)
  const xSlopes = memory.take(2 * fromX.count * BLOCK)
  const ySlopes = memory.take(2 * fromY.count * BLOCK)
  const scratch = memory.take(Math.max(fromX.count, fromY.count) + BLOCK + 1)
  const columnsWithPoints = placeRanges(memory, columnRanges(from.lattice))
  const allColumns = placeRanges(memory, wholeRanges(fromY.count, toX.count))
  const allRows = placeRanges(memory, wholeRanges(toX.count, fromY.count))
  const rowsWithPoints = placeRanges(memory, rowRanges(to.lattice))
  const outIndices = transposed(memory, to)

  memory.float64(terms, fromY.count * fromX.count).fill(LOG_OF_NOTHING)
  kernels.gaussSlopes(fromX.count, fromX.step, toX.step, scale, xSlopes)
  kernels.gaussSlopes(fromY.count, fromY.step, toY.step, scale, ySlopes)

  function sum(): number {
    kernels.gaussLogSums(
      terms,
      fromX.count,
      columnsWithPoints,
      fromX.start,
      fromX.step,
      lines,
      1,
      fromY.count,
      allColumns,
      toX.start,
      toX.step,
      fromY.count,
      scale,
      xSlopes,
      fromX.count,
      scratch,
    )
    kernels.gaussLogSums(
      lines,
      fromY.count,
      allRows,
      fromY.start,
      fromY.step,
      sums,
      toY.count,
      1,
      rowsWithPoints,
      toY.start,
      toY.step,
      toX.count,
      scale,
      ySlopes,
      fromY.count,
      scratch,
    )
    return sums
  }

  function moments(): LogMoments {
    const lineGrid = () => memory.take(toX.count * fromY.count)
    const outGrid = () => memory.take(toX.count * toY.count)
    const [lineOffsets, lineSquares] = [lineGrid(), lineGrid()]
    const [dy, dx, square] = [outGrid(), outGrid(), outGrid()]
    kernels.gaussLogMoments(
      terms,
      0,
      0,
      fromX.count,
      columnsWithPoints,
      fromX.start,
      fromX.step,
      lines,
      lineOffsets,
      lineSquares,
      0,
      1,
      fromY.count,
      allColumns,
      toX.start,
      toX.step,
      fromY.count,
      scale,
      scratch,
    )
    kernels.gaussLogMoments(
      lines,
      lineSquares,
      lineOffsets,
      fromY.count,
      allRows,
      fromY.start,
      fromY.step,
      sums,
      dy,
      square,
      dx,
      toY.count,
      1,
      rowsWithPoints,
      toY.start,
      toY.step,
      toX.count,
      scale,
      scratch,
    )
    return { sums, dy, dx, square }
  }

  return { terms, inIndices: from.indices, outIndices, sum, moments }
}

/** The points' indices in a grid that holds columns one after another. */
function transposed(memory: KernelMemory, { lattice, count }: LatticePoints): number {
  const { points, columnCount, rowCount } = lattice
  const address = memory.takeIndices(count)
  const indices = memory.int32(address, count)
  for (let i = 0; i < points.length; i++) {
    indices[i] = (points[i] % columnCount) * rowCount + Math.floor(points[i] / columnCount)
  }
  indices[count - 1] = indices[points.length - 1]
  return address
}

function placeRanges(memory: KernelMemory, ranges: Int32Array): number {
  const address = memory.takeIndices(ranges.length)
  memory.int32(address, ranges.length).set(ranges)
  return address
}

/** (0, length) for every line */
function wholeRanges(lines: number, length: number): Int32Array {
  return Int32Array.from({ length: 2 * lines }, (_, i) => (i % 2 === 0 ? 0 : length))
}
