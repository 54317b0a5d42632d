import type { KernelMemory } from '../../core/kernels/kernel-memory.ts'
import type { CostKernel } from '../../core/transport/kernel.ts'
import type { TransportProblem } from '../../core/transport/problem.ts'
import { separableKernel } from '../../core/transport/separable-kernel.ts'
import type { Level } from './level.ts'

/** Applies exp(−C/ε) of the squared distance from one level's points to another's, in the log domain. */
export interface GridKernel {
  /** log Σ_j exp(h_j − C_ij/ε) for each point i. */
  logSumExp(h: Float64Array): Float64Array
}

/** Kernel entries below exp(−120) are left out as long as every sum proves that they cannot matter. */
const BAND_EXPONENT = 120
/** What was left out must be below this part of every sum. */
const NEGLIGIBLE_SHARE = 1e-17
/** The whole range of float64's exponents. */
const FULL_EXPONENT = 700
/** A sum this small may have lost terms to underflow. */
const SMALLEST_TRUSTED = 1e-280

/** Rows and columns come in blocks of this many. */
const BLOCK = 4

/**
 * Prepares the kernel from `from` to `to`, two levels of one block size. Takes its buffers from the kernels' memory.
 *
 * Where float64's linear range is not enough, as at the start of a pair that lies far apart, core's log domain takes over for that
 * application.
 */
export function gridKernel(
  memory: KernelMemory,
  from: Level,
  to: Level,
  { coordScale, epsilon }: Pick<TransportProblem, 'coordScale' | 'epsilon'>,
): GridKernel {
  const linear = linearKernel(memory, from, to, coordScale ** 2 / epsilon)
  let exact: CostKernel | undefined
  return {
    logSumExp(h) {
      const sums = linear(h)
      if (sums) return sums
      exact ??= separableKernel(from.blocks, to.blocks, coordScale * from.blockPx, epsilon)
      return exact.logSumExp(h)
    },
  }
}

/** One application of the kernel between levels of any block sizes; undefined where float64's linear range is not enough. */
export function applyBetween(
  memory: KernelMemory,
  from: Level,
  to: Level,
  { coordScale, epsilon }: Pick<TransportProblem, 'coordScale' | 'epsilon'>,
  h: Float64Array,
): Float64Array | undefined {
  return linearKernel(memory, from, to, coordScale ** 2 / epsilon)(h)
}

/** The kernel in the linear domain: a band of it while every sum proves that the rest cannot matter, else all of it. */
function linearKernel(memory: KernelMemory, from: Level, to: Level, scale: number) {
  const banded = preparedKernel(memory, from, to, scale, BAND_EXPONENT)
  // nothing that was left out exceeds this, all terms being at most 1 once shifted
  const bandedLimit = (from.points.length * Math.exp(-BAND_EXPONENT)) / NEGLIGIBLE_SHARE
  let full: PreparedKernel | undefined
  return (h: Float64Array): Float64Array | undefined => {
    const out = new Float64Array(to.points.length)
    if (banded.apply(h, out) >= bandedLimit) return out
    full ??= preparedKernel(memory, from, to, scale, FULL_EXPONENT)
    return full.apply(h, out) >= SMALLEST_TRUSTED ? out : undefined
  }
}

interface PreparedKernel {
  /** @returns the smallest sum, in units of the largest term's weight */
  apply(h: Float64Array, out: Float64Array): number
}

/** A run of the block product: four rows of the result, the range of the inner index, the range of columns. */
interface RowBlock {
  readonly row: number
  readonly kLow: number
  readonly kHigh: number
  readonly xLow: number
  readonly xHigh: number
}

function preparedKernel(
  memory: KernelMemory,
  from: Level,
  to: Level,
  scale: number,
  largestExponent: number,
): PreparedKernel {
  const { kernels } = memory
  const reach = Math.sqrt(largestExponent / scale)
  const rowsIn = padded(from.rowPositions.length)
  const columnsIn = from.columnPositions.length
  const rowsOut = padded(to.rowPositions.length)
  const columnsOut = padded(to.columnPositions.length)

  const h = memory.take(from.points.length)
  const fromPoints = memory.takeIndices(from.points.length)
  const masses = memory.take(rowsIn * columnsIn)
  const xKernel = memory.take(columnsIn * columnsOut)
  const lines = memory.take(rowsIn * columnsOut)
  const yKernel = memory.take(rowsOut * rowsIn)
  const sums = memory.take(rowsOut * columnsOut)
  const toPoints = memory.takeIndices(to.points.length)
  const logs = memory.take(to.points.length)

  memory.int32(fromPoints, from.points.length).set(from.points)
  // the result's rows are padded to whole blocks
  const toColumns = to.columnPositions.length
  const repadded = to.points.map((point) => Math.floor(point / toColumns) * columnsOut + (point % toColumns))
  memory.int32(toPoints, to.points.length).set(repadded)
  fillGauss(
    memory.float64(xKernel, columnsIn * columnsOut),
    from.columnPositions,
    to.columnPositions,
    columnsOut,
    scale,
  )
  fillGauss(memory.float64(yKernel, rowsOut * rowsIn), to.rowPositions, from.rowPositions, rowsIn, scale)
  const alongRows = rowBlocks(from, (low, high) =>
    positionsWithin(to.columnPositions, from.columnPositions[low] - reach, from.columnPositions[high - 1] + reach),
  )
  const downColumns = columnBlocks(from, to, reach)

  function apply(values: Float64Array, out: Float64Array): number {
    let top = Number.NEGATIVE_INFINITY
    for (const value of values) if (value > top) top = value
    memory.float64(h, values.length).set(values)
    kernels.scatterExp(h, fromPoints, values.length, top, masses)
    for (const { row, kLow, kHigh, xLow, xHigh } of alongRows) {
      const a = masses + row * columnsIn * 8
      kernels.fourRows(
        a,
        columnsIn,
        xKernel,
        columnsOut,
        lines + row * columnsOut * 8,
        columnsOut,
        kLow,
        kHigh,
        xLow,
        xHigh,
      )
    }
    for (const { row, kLow, kHigh, xLow, xHigh } of downColumns) {
      const a = yKernel + row * rowsIn * 8
      kernels.fourRows(a, rowsIn, lines, columnsOut, sums + row * columnsOut * 8, columnsOut, kLow, kHigh, xLow, xHigh)
    }
    const smallest = kernels.gatherLog(sums, toPoints, out.length, top, logs)
    out.set(memory.float64(logs, out.length))
    return smallest
  }

  return { apply }
}

/** Blocks of four rows of `from`: the inner index spans their points, the columns what `reachable` says. */
function rowBlocks(from: Level, reachable: (low: number, high: number) => [number, number]): RowBlock[] {
  const blocks: RowBlock[] = []
  for (const { row, low, high } of pointSpans(from)) {
    const [xLow, xHigh] = reachable(low, high)
    blocks.push({ row, kLow: low, kHigh: high, xLow: Math.floor(xLow / BLOCK) * BLOCK, xHigh: padded(xHigh) })
  }
  return blocks
}

/** Blocks of four rows of `to`: the inner index spans the rows of `from` within reach, the columns their points. */
function columnBlocks(from: Level, to: Level, reach: number): RowBlock[] {
  return pointSpans(to).map(({ row, low, high }) => {
    const last = Math.min(row + BLOCK, to.rowPositions.length) - 1
    const [kLow, kHigh] = positionsWithin(
      from.rowPositions,
      to.rowPositions[row] - reach,
      to.rowPositions[last] + reach,
    )
    return { row, kLow, kHigh, xLow: Math.floor(low / BLOCK) * BLOCK, xHigh: padded(high) }
  })
}

/** For each block of four rows that has points, the columns from the first to behind the last of them. */
function pointSpans({ points, rowPositions, columnPositions }: Level): { row: number; low: number; high: number }[] {
  const columns = columnPositions.length
  const spans = Array.from({ length: padded(rowPositions.length) / BLOCK }, (_, block) => ({
    row: block * BLOCK,
    low: columns,
    high: 0,
  }))
  for (const point of points) {
    const span = spans[Math.floor(Math.floor(point / columns) / BLOCK)]
    span.low = Math.min(span.low, point % columns)
    span.high = Math.max(span.high, (point % columns) + 1)
  }
  return spans.filter(({ low, high }) => low < high)
}

/** Half-open range of the ascending positions that lie within the bounds; at least one, so that a result is never left unset. */
function positionsWithin(positions: Float64Array, lowest: number, highest: number): [low: number, high: number] {
  let low = 0
  while (low < positions.length - 1 && positions[low] < lowest) low++
  let high = positions.length
  while (high > low + 1 && positions[high - 1] > highest) high--
  return [low, high]
}

/** out[i · stride + j] = exp(−scale · (rows_i − columns_j)²) */
function fillGauss(out: Float64Array, rows: Float64Array, columns: Float64Array, stride: number, scale: number): void {
  for (let i = 0; i < rows.length; i++) {
    for (let j = 0; j < columns.length; j++) out[i * stride + j] = Math.exp(-scale * (rows[i] - columns[j]) ** 2)
  }
}

function padded(count: number): number {
  return Math.ceil(count / BLOCK) * BLOCK
}
