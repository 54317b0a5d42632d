import type { Measure } from '../../core/transport/measure.ts'
import { extent } from '../../core/transport/numbers.ts'

/** A dense grid of square blocks that covers both ends of a problem; row-major. */
export interface Grid {
  /** the first pixel, work px */
  readonly y: number
  readonly x: number
  /** side of a block, work px */
  readonly blockPx: number
  readonly rows: number
  readonly columns: number
}

/** The smallest grid of such blocks around two measures. */
export function gridAround(a: Measure, b: Measure, blockPx: number): Grid {
  const [yLow, yHigh] = joint(extent(a.y), extent(b.y))
  const [xLow, xHigh] = joint(extent(a.x), extent(b.x))
  const blocks = (low: number, high: number) => Math.floor((high - low) / blockPx) + 1
  return { y: yLow, x: xLow, blockPx, rows: blocks(yLow, yHigh), columns: blocks(xLow, xHigh) }
}

type Range = readonly [low: number, high: number]

function joint(a: Range, b: Range): Range {
  return [Math.min(a[0], b[0]), Math.max(a[1], b[1])]
}

/** The block that each point of a measure lies in, as indices into the dense grid. */
export function blocksOf({ y, x }: Measure, grid: Grid): Int32Array {
  return y.map((py, i) => {
    const row = Math.floor((py - grid.y) / grid.blockPx)
    return row * grid.columns + Math.floor((x[i] - grid.x) / grid.blockPx)
  })
}

/** Each block's weight. */
export function weightsOn(grid: Grid, measure: Measure): Float64Array {
  const weights = new Float64Array(grid.rows * grid.columns)
  blocksOf(measure, grid).forEach((block, i) => {
    weights[block] += measure.weights[i]
  })
  return weights
}

/** A field on one grid, brought to a finer one that begins at the same pixel: linear between the blocks' centres, and beyond the last. */
export function refined(field: Float32Array, from: Grid, to: Grid): Float32Array {
  const rows = interpolation(from.rows, to.rows, to.blockPx / from.blockPx)
  const columns = interpolation(from.columns, to.columns, to.blockPx / from.blockPx)
  const out = new Float32Array(to.rows * to.columns)
  rows.forEach(({ low, high, share }, row) => {
    columns.forEach((column, k) => {
      const along = (line: number) => {
        const [a, b] = [field[line * from.columns + column.low], field[line * from.columns + column.high]]
        return a + column.share * (b - a)
      }
      out[row * to.columns + k] = along(low) + share * (along(high) - along(low))
    })
  })
  return out
}

/** Between which two of the coarse centres each fine one lies, and how far from the first. */
function interpolation(coarse: number, fine: number, ratio: number) {
  return Array.from({ length: fine }, (_, k) => {
    const position = (k + 0.5) * ratio - 0.5
    const low = Math.min(Math.max(Math.floor(position), 0), Math.max(coarse - 2, 0))
    return { low, high: Math.min(low + 1, coarse - 1), share: position - low }
  })
}
