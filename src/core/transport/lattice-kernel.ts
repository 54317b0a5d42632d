import type { KernelMemory } from '../kernels/kernel-memory.ts'
import { columnRanges, type Lattice, rowRanges } from './lattice.ts'
import type { LatticePoints } from './lattice-points.ts'
import type { TransportProblem } from './problem.ts'

/** The Gibbs kernel exp(−C/ε) of the squared distance from one lattice's points to another's. */
export interface LatticeKernel {
  /**
   * out_i = factor · log Σ_j w_j exp((p_j − C_ij)/ε) for each point i of `to`, with w the weights of `from`.
   *
   * @param potential address of p, one value for each point of `from`
   * @param out address of one value for each point of `to`
   */
  softSum(potential: number, factor: number, out: number): void
}

/**
 * Kernel entries below e^−E are left out as long as every sum proves that they cannot matter: the smallest E first, the next where it was not
 * enough. The last is the whole of float64's range.
 */
const BAND_EXPONENTS = [120, 300, 700]
/** What was left out must be below this part of every sum. */
const NEGLIGIBLE_SHARE = 1e-17
/** A sum this small may have lost terms to underflow. */
const SMALLEST_TRUSTED = 1e-280

/**
 * Prepares the kernel from `from` to `to` in WebAssembly (Solomon et al. 2015: on a grid it factors into rows and columns). Takes its room
 * from the kernels' memory as it needs it, so it is good for as long as the scope in which it is used.
 *
 * Sums are made in the linear domain, of exponentials relative to the largest term. Where float64's range is not enough for that, as for a
 * small ε or at the start of a pair that lies far apart, they are made in logarithms from then on.
 */
export function latticeKernel(
  memory: KernelMemory,
  from: LatticePoints,
  to: LatticePoints,
  { coordScale, epsilon }: Pick<TransportProblem, 'coordScale' | 'epsilon'>,
): LatticeKernel {
  const { kernels } = memory
  const scale = coordScale ** 2 / epsilon
  let linear: LinearSums | undefined
  let log: LogSums | undefined
  let band = 0

  return {
    softSum(potential, factor, out) {
      const top = kernels.largestTerm(from.logWeights, potential, from.count, 1 / epsilon)
      while (band < BAND_EXPONENTS.length) {
        linear ??= linearSums(memory, from, to, scale)
        const exponent = BAND_EXPONENTS[band]
        kernels.scatterTerms(from.logWeights, potential, from.indices, from.count, 1 / epsilon, top, linear.masses)
        linear.sum(exponent)
        const smallest = kernels.gatherLogs(linear.sums, linear.indices, to.count, top, factor, out)
        // all terms are at most 1, so no more than this was left out
        const leftOut = from.lattice.points.length * Math.exp(-exponent)
        if (smallest >= Math.max(leftOut / NEGLIGIBLE_SHARE, SMALLEST_TRUSTED)) return
        band++
      }
      log ??= logSums(memory, from, to, scale)
      kernels.scatterLogTerms(from.logWeights, potential, from.indices, from.count, 1 / epsilon, log.terms)
      log.sum()
      kernels.gather(log.sums, log.indices, to.count, factor, out)
    },
  }
}

/** Sums of exponentials on dense grids. */
interface LinearSums {
  /** address of the grid of terms, rows padded to whole blocks */
  readonly masses: number
  readonly sums: number
  /** of the points of `to` in `sums` */
  readonly indices: number
  /** Fills `sums`, with kernel entries below e^−exponent left out. */
  sum(exponent: number): void
}

/** Rows and columns come in blocks of this many. */
const BLOCK = 4

/** A run of the block product: four rows of the result, the range of the inner index, the range of columns. */
interface RowBlock {
  readonly row: number
  readonly kLow: number
  readonly kHigh: number
  readonly xLow: number
  readonly xHigh: number
}

function linearSums(memory: KernelMemory, from: LatticePoints, to: LatticePoints, scale: number): LinearSums {
  const { kernels } = memory
  const columnsIn = from.lattice.columnCount
  const rowsIn = padded(from.lattice.rowCount)
  const columnsOut = padded(to.lattice.columnCount)
  const rowsOut = padded(to.lattice.rowCount)
  const masses = memory.take(rowsIn * columnsIn)
  const xKernel = memory.take(columnsIn * columnsOut)
  const lines = memory.take(rowsIn * columnsOut)
  const yKernel = memory.take(rowsOut * rowsIn)
  const sums = memory.take(rowsOut * columnsOut)
  const indices = memory.takeIndices(to.count)

  const [fromX, toX] = [columnAxis(from.lattice), columnAxis(to.lattice)]
  const [fromY, toY] = [rowAxis(from.lattice), rowAxis(to.lattice)]
  fillGauss(memory.float64(xKernel, columnsIn * columnsOut), fromX, toX, columnsOut, scale)
  fillGauss(memory.float64(yKernel, rowsOut * rowsIn), toY, fromY, rowsIn, scale)
  repad(memory, to, columnsOut, indices)
  const bands = new Map<number, readonly [RowBlock[], RowBlock[]]>()

  function bandOf(exponent: number): readonly [RowBlock[], RowBlock[]] {
    const reach = Math.sqrt(exponent / scale)
    const known = bands.get(exponent)
    const band = known ?? [alongRows(from.lattice, to.lattice, reach), downColumns(from.lattice, to.lattice, reach)]
    bands.set(exponent, band)
    return band
  }

  function sum(exponent: number): void {
    const [rowBlocks, columnBlocks] = bandOf(exponent)
    for (const { row, kLow, kHigh, xLow, xHigh } of rowBlocks) {
      const a = masses + row * columnsIn * 8
      const c = lines + row * columnsOut * 8
      kernels.fourRows(a, columnsIn, xKernel, columnsOut, c, columnsOut, kLow, kHigh, xLow, xHigh)
    }
    for (const { row, kLow, kHigh, xLow, xHigh } of columnBlocks) {
      const a = yKernel + row * rowsIn * 8
      const c = sums + row * columnsOut * 8
      kernels.fourRows(a, rowsIn, lines, columnsOut, c, columnsOut, kLow, kHigh, xLow, xHigh)
    }
  }

  return { masses, sums, indices, sum }
}

/** Sums in logarithms: first along the rows of `from`, then along the columns of `to`, each line on its own. */
interface LogSums {
  /** address of the grid of terms, the logarithm of 0 where there is no point */
  readonly terms: number
  readonly sums: number
  /** of the points of `to` in `sums` */
  readonly indices: number
  sum(): void
}

/** The kernels' stand-in for the logarithm of 0. */
const LOG_OF_NOTHING = -1e300
/** results that `gaussLogSums` makes at a time */
const LOG_BLOCK = 8

function logSums(memory: KernelMemory, from: LatticePoints, to: LatticePoints, scale: number): LogSums {
  const { kernels } = memory
  const [fromX, toX] = [columnAxis(from.lattice), columnAxis(to.lattice)]
  const [fromY, toY] = [rowAxis(from.lattice), rowAxis(to.lattice)]
  const terms = memory.take(fromY.count * fromX.count)
  // both hold their lines as columns, so that each pass reads along its lines
  const lines = memory.take(toX.count * fromY.count)
  const sums = memory.take(toX.count * toY.count)
  const indices = memory.takeIndices(to.count)
  const xSlopes = memory.take(2 * fromX.count * LOG_BLOCK)
  const ySlopes = memory.take(2 * fromY.count * LOG_BLOCK)
  const scratch = memory.take(Math.max(fromX.count, fromY.count) + LOG_BLOCK + 1)
  const rowsWithPoints = placeRanges(memory, columnRanges(from.lattice))
  const allColumns = placeRanges(memory, wholeRanges(fromY.count, toX.count))
  const allRows = placeRanges(memory, wholeRanges(toX.count, fromY.count))
  const columnsWithPoints = placeRanges(memory, rowRanges(to.lattice))

  memory.float64(terms, fromY.count * fromX.count).fill(LOG_OF_NOTHING)
  kernels.gaussSlopes(fromX.count, fromX.step, toX.step, scale, xSlopes)
  kernels.gaussSlopes(fromY.count, fromY.step, toY.step, scale, ySlopes)
  const columns = to.lattice.columnCount
  const transposed = memory.int32(indices, to.count)
  transposed.set(to.lattice.points.map((point) => (point % columns) * toY.count + Math.floor(point / columns)))
  transposed[to.count - 1] = transposed[to.lattice.points.length - 1]

  return {
    terms,
    sums,
    indices,
    sum() {
      kernels.gaussLogSums(
        terms,
        fromX.count,
        rowsWithPoints,
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
        columnsWithPoints,
        toY.start,
        toY.step,
        toX.count,
        scale,
        ySlopes,
        fromY.count,
        scratch,
      )
    },
  }
}

/** The positions of a lattice's rows or columns, work px. */
interface Axis {
  readonly start: number
  readonly step: number
  readonly count: number
}

function columnAxis({ x0, blockPx, columnCount }: Lattice): Axis {
  return { start: x0, step: blockPx, count: columnCount }
}

function rowAxis({ y0, blockPx, rowCount }: Lattice): Axis {
  return { start: y0, step: blockPx, count: rowCount }
}

/** For each block of four rows of `from`, the inner index spans their points, the columns what is within reach of them. */
function alongRows(from: Lattice, to: Lattice, reach: number): RowBlock[] {
  const axis = columnAxis(from)
  return pointSpans(from).map(({ row, low, high }) => {
    const [xLow, xHigh] = indicesWithin(
      columnAxis(to),
      axis.start + low * axis.step - reach,
      axis.start + (high - 1) * axis.step + reach,
    )
    return { row, kLow: low, kHigh: high, xLow: Math.floor(xLow / BLOCK) * BLOCK, xHigh: padded(xHigh) }
  })
}

/** For each block of four rows of `to`, the inner index spans the rows of `from` within reach, the columns their points. */
function downColumns(from: Lattice, to: Lattice, reach: number): RowBlock[] {
  const axis = rowAxis(to)
  return pointSpans(to).map(({ row, low, high }) => {
    const last = Math.min(row + BLOCK, axis.count) - 1
    const [kLow, kHigh] = indicesWithin(
      rowAxis(from),
      axis.start + row * axis.step - reach,
      axis.start + last * axis.step + reach,
    )
    return { row, kLow, kHigh, xLow: Math.floor(low / BLOCK) * BLOCK, xHigh: padded(high) }
  })
}

/** For each block of four rows that has points, the columns from the first to behind the last of them. */
function pointSpans(lattice: Lattice): { row: number; low: number; high: number }[] {
  const ranges = columnRanges(lattice)
  const spans: { row: number; low: number; high: number }[] = []
  for (let row = 0; row < lattice.rowCount; row += BLOCK) {
    let low = lattice.columnCount
    let high = 0
    for (let r = row; r < Math.min(row + BLOCK, lattice.rowCount); r++) {
      if (ranges[2 * r + 1] === 0) continue
      low = Math.min(low, ranges[2 * r])
      high = Math.max(high, ranges[2 * r + 1])
    }
    if (low < high) spans.push({ row, low, high })
  }
  return spans
}

/** Half-open range of an axis' positions within the bounds; at least one, so that a result is never left unset. */
function indicesWithin({ start, step, count }: Axis, lowest: number, highest: number): [low: number, high: number] {
  const low = Math.min(Math.max(Math.ceil((lowest - start) / step), 0), count - 1)
  const high = Math.min(Math.floor((highest - start) / step) + 1, count)
  return [low, Math.max(high, low + 1)]
}

/** out[i · stride + j] = exp(−scale · (rows_i − columns_j)²) */
function fillGauss(out: Float64Array, rows: Axis, columns: Axis, stride: number, scale: number): void {
  const offset = rows.start - columns.start
  const valueAt = (distance: number) => Math.exp(-scale * distance * distance)
  if (rows.step === columns.step) {
    // on one lattice few distances occur
    const last = columns.count - 1
    const values = Float64Array.from({ length: rows.count + last }, (_, k) => valueAt((k - last) * rows.step + offset))
    for (let i = 0; i < rows.count; i++) {
      for (let j = 0; j < columns.count; j++) out[i * stride + j] = values[i - j + last]
    }
  } else {
    for (let i = 0; i < rows.count; i++) {
      for (let j = 0; j < columns.count; j++) out[i * stride + j] = valueAt(i * rows.step - j * columns.step + offset)
    }
  }
}

/** The points' indices in a grid whose rows are `stride` long. */
function repad(memory: KernelMemory, { lattice, count }: LatticePoints, stride: number, indices: number): void {
  const { points, columnCount } = lattice
  const placed = memory.int32(indices, count)
  for (let i = 0; i < points.length; i++) {
    const row = Math.floor(points[i] / columnCount)
    placed[i] = points[i] + row * (stride - columnCount)
  }
  placed[count - 1] = placed[points.length - 1]
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

function padded(count: number): number {
  return Math.ceil(count / BLOCK) * BLOCK
}
