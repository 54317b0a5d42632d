import type { KernelMemory } from '../kernels/kernel-memory.ts'
import type { WasmKernels } from '../kernels/wasm-kernels.ts'
import { type Axis, columnAxis, rowAxis } from './lattice.ts'
import type { LatticePoints } from './lattice-points.ts'
import { alongRows, downColumns, padded, type RowBlocks, RUN_FIELDS } from './row-blocks.ts'

/** Sums over a lattice's points on dense grids, by two matrix products: Σ_j K_y(y_i − y_j) K_x(x_i − x_j) m_j. */
export interface LinearSums {
  /** address of the grid of terms m, 0 where there is no point */
  readonly masses: number
  /** of the points of `from` in `masses`, and of those of `to` in the results */
  readonly inIndices: number
  readonly outIndices: number
  /** address of Σ e^−c m, entries below e^−exponent left out; `c = scale · (dy² + dx²)` */
  sum(exponent: number): number
  /** the same sum, and those with the terms multiplied by dy = y_j − y_i, by dx, and by dy² and dx², work px */
  moments(exponent: number): MomentSums
  /** those with the squares alone */
  squares(exponent: number): SquareSums
}

export interface SquareSums {
  readonly sums: number
  readonly dySquare: number
  readonly dxSquare: number
}

export interface MomentSums extends SquareSums {
  readonly dy: number
  readonly dx: number
}

/** Prepares the sums from `from` to `to`, in room taken from the kernels' memory. */
export function linearSums(memory: KernelMemory, from: LatticePoints, to: LatticePoints, scale: number): LinearSums {
  const { kernels } = memory
  const columnsIn = from.lattice.columnCount
  const rowsIn = padded(from.lattice.rowCount)
  const columnsOut = padded(to.lattice.columnCount)
  const rowsOut = padded(to.lattice.rowCount)
  const masses = memory.take(rowsIn * columnsIn)
  const lines = memory.take(rowsIn * columnsOut)
  const sums = memory.takeUnset(rowsOut * columnsOut)
  const outIndices = repadded(memory, to, columnsOut)
  const bands = new Map<number, Band>()
  const xKernel = xFactor(0)
  const yKernel = yFactor(0)

  /** K_x times the power of x_j − x_i: columns of `from` by columns of `to` */
  function xFactor(power: number): number {
    const address = memory.take(columnsIn * columnsOut)
    const values = memory.float64(address, columnsIn * columnsOut)
    fillGauss(values, columnAxis(from.lattice), columnAxis(to.lattice), columnsOut, scale, power, 1)
    return address
  }

  /** K_y times the power of y_j − y_i: rows of `to` by rows of `from` */
  function yFactor(power: number): number {
    const address = memory.take(rowsOut * rowsIn)
    const values = memory.float64(address, rowsOut * rowsIn)
    fillGauss(values, rowAxis(to.lattice), rowAxis(from.lattice), rowsIn, scale, power, -1)
    return address
  }

  function bandOf(exponent: number): Band {
    // what a wider band has left in `lines` beyond a narrower one is no more than that leaves out: it need not be cleared
    const reach = Math.sqrt(exponent / scale)
    const band = bands.get(exponent) ?? {
      rows: alongRows(from.lattice, to.lattice, reach),
      columns: downColumns(from.lattice, to.lattice, reach),
    }
    bands.set(exponent, band)
    return band
  }

  function alongEachRow(factor: number, { rows }: Band, out: number): void {
    multiplyRuns(kernels, rows, { left: masses, inner: columnsIn, right: factor, out, columns: columnsOut })
  }

  function downEachColumn(factor: number, from: number, { columns }: Band, out: number): number {
    multiplyRuns(kernels, columns, { left: factor, inner: rowsIn, right: from, out, columns: columnsOut })
    return out
  }

  function sum(exponent: number): number {
    const band = bandOf(exponent)
    alongEachRow(xKernel, band, lines)
    return downEachColumn(yKernel, lines, band, sums)
  }

  function squares(exponent: number): SquareSums {
    const band = bandOf(exponent)
    const [xSquare, ySquare] = [xFactor(2), yFactor(2)]
    const squareLines = memory.take(rowsIn * columnsOut)
    alongEachRow(xKernel, band, lines)
    alongEachRow(xSquare, band, squareLines)
    return {
      sums: downEachColumn(yKernel, lines, band, sums),
      dySquare: downEachColumn(ySquare, lines, band, memory.takeUnset(rowsOut * columnsOut)),
      dxSquare: downEachColumn(yKernel, squareLines, band, memory.takeUnset(rowsOut * columnsOut)),
    }
  }

  function moments(exponent: number): MomentSums {
    const ofSquares = squares(exponent)
    const band = bandOf(exponent)
    const [xOffset, yOffset] = [xFactor(1), yFactor(1)]
    const offsetLines = memory.take(rowsIn * columnsOut)
    alongEachRow(xOffset, band, offsetLines)
    return {
      ...ofSquares,
      dy: downEachColumn(yOffset, lines, band, memory.takeUnset(rowsOut * columnsOut)),
      dx: downEachColumn(yKernel, offsetLines, band, memory.takeUnset(rowsOut * columnsOut)),
    }
  }

  return { masses, inIndices: from.indices, outIndices, sum, moments, squares }
}

/** A matrix product in the kernels' memory, at byte addresses: `out` (… × columns) = `left` (… × inner) · `right` (inner × columns). */
interface Product {
  readonly left: number
  readonly inner: number
  readonly right: number
  readonly out: number
  readonly columns: number
}

/** What the runs hold of a product. */
function multiplyRuns({ fourRows }: WasmKernels, runs: RowBlocks, { left, inner, right, out, columns }: Product): void {
  for (let r = 0; r < runs.length; r += RUN_FIELDS) {
    const a = left + runs[r] * inner * 8
    const c = out + runs[r] * columns * 8
    fourRows(a, inner, right, columns, c, columns, runs[r + 1], runs[r + 2], runs[r + 3], runs[r + 4])
  }
}

interface Band {
  readonly rows: RowBlocks
  readonly columns: RowBlocks
}

/** out[i · stride + j] = exp(−scale d²) (sign · d)^power with d = rows_i − columns_j */
function fillGauss(
  out: Float64Array,
  rows: Axis,
  columns: Axis,
  stride: number,
  scale: number,
  power: number,
  sign: 1 | -1,
): void {
  const offset = rows.start - columns.start
  const valueAt = (distance: number) => {
    const gauss = Math.exp(-scale * distance * distance)
    return power === 0 ? gauss : gauss * (sign * distance) ** power
  }
  // few distances occur: multiples of one length, from a row to the next most of them the same; from the largest to the smallest
  const unit = commonUnit(rows.step, columns.step)
  const [perRow, perColumn] = [rows.step / unit, columns.step / unit]
  const last = (rows.count - 1) * perRow
  const values = new Float64Array(last + (columns.count - 1) * perColumn + 1)
  for (let k = 0; k < values.length; k++) values[k] = valueAt((last - k) * unit + offset)
  for (let i = 0; i < rows.count; i++) {
    const first = last - i * perRow
    if (perColumn === 1) out.set(values.subarray(first, first + columns.count), i * stride)
    else for (let j = 0; j < columns.count; j++) out[i * stride + j] = values[first + j * perColumn]
  }
}

/** A length, px, of which both steps are multiples: the shorter one, as a rule. */
function commonUnit(a: number, b: number): number {
  const unit = Math.min(a, b)
  return Math.max(a, b) % unit === 0 ? unit : 1
}

/** The points' indices in a grid whose rows are `stride` long. */
function repadded(memory: KernelMemory, { lattice, count }: LatticePoints, stride: number): number {
  const { points, columnCount } = lattice
  const address = memory.takeIndices(count)
  const indices = memory.int32(address, count)
  // points ascend, so no division is needed to know their rows
  let rowEnd = columnCount
  let moved = 0
  for (let i = 0; i < points.length; i++) {
    for (; points[i] >= rowEnd; rowEnd += columnCount) moved += stride - columnCount
    indices[i] = points[i] + moved
  }
  indices[count - 1] = indices[points.length - 1]
  return address
}
