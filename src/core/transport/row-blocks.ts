import { type Axis, columnAxis, columnRanges, type Lattice, rowAxis } from './lattice.ts'

/** Rows and columns of the block product come in blocks of this many. */
export const BLOCK = 4
/** Columns that share a range of the inner index: a row is long, and what is within reach of a few of its columns is not. */
const TILE = 2 * BLOCK

export function padded(count: number): number {
  return Math.ceil(count / BLOCK) * BLOCK
}

/**
 * Runs of the block product, `RUN_FIELDS` numbers each: the first of four rows of the result, the half-open range of the inner index, and that of
 * columns. There are thousands of them, which as objects would be most of what a solve leaves behind.
 */
export type RowBlocks = Int32Array
export const RUN_FIELDS = 5

/** For each block of four rows of `from` and each few columns within reach of their points, the inner index spans those within reach of the columns. */
export function alongRows(from: Lattice, to: Lattice, reach: number): RowBlocks {
  const [axisIn, axisOut] = [columnAxis(from), columnAxis(to)]
  const blocks: number[] = []
  for (const { row, low, high } of pointSpans(from)) {
    const [first, end] = indicesWithin(
      axisOut,
      axisIn.start + low * axisIn.step - reach,
      axisIn.start + (high - 1) * axisIn.step + reach,
    )
    for (let xLow = Math.floor(first / BLOCK) * BLOCK; xLow < end; xLow += TILE) {
      const xHigh = Math.min(xLow + TILE, padded(end))
      const [kFirst, kEnd] = indicesWithin(
        axisIn,
        axisOut.start + xLow * axisOut.step - reach,
        axisOut.start + (xHigh - 1) * axisOut.step + reach,
      )
      const kLow = Math.min(Math.max(kFirst, low), high - 1)
      blocks.push(row, kLow, Math.max(Math.min(kEnd, high), kLow + 1), xLow, xHigh)
    }
  }
  return Int32Array.from(blocks)
}

/** For each block of four rows of `to`, the inner index spans the rows of `from` within reach, the columns their points. */
export function downColumns(from: Lattice, to: Lattice, reach: number): RowBlocks {
  const axis = rowAxis(to)
  const blocks: number[] = []
  for (const { row, low, high } of pointSpans(to)) {
    const last = Math.min(row + BLOCK, axis.count) - 1
    const [kLow, kHigh] = indicesWithin(
      rowAxis(from),
      axis.start + row * axis.step - reach,
      axis.start + last * axis.step + reach,
    )
    blocks.push(row, kLow, kHigh, Math.floor(low / BLOCK) * BLOCK, padded(high))
  }
  return Int32Array.from(blocks)
}

interface Span {
  readonly row: number
  readonly low: number
  readonly high: number
}

// a lattice does not change, and every kernel between two asks for its spans
const knownSpans = new WeakMap<Lattice, readonly Span[]>()

/** For each block of four rows that has points, the columns from the first to behind the last of them. */
function pointSpans(lattice: Lattice): readonly Span[] {
  const known = knownSpans.get(lattice)
  if (known) return known
  const spans = foundSpans(lattice)
  knownSpans.set(lattice, spans)
  return spans
}

function foundSpans(lattice: Lattice): readonly Span[] {
  const ranges = columnRanges(lattice)
  const spans: Span[] = []
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
