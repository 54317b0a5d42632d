import { columnRanges, rowRanges } from '../../core/transport/lattice.ts'
import { logsOf, sum } from '../../core/transport/numbers.ts'
import type { Entering } from '../batch/batch-device.ts'
import { type DenseEnd, type DenseStage, LOG_NOTHING, placesIn } from '../batch/dense-stage.ts'
import { FIELDS, LARGE, PROBLEM_WORDS, SMALLEST_ERROR, STATE_WORDS, WORD_BYTES } from './kernels/layout.ts'

/** Where a problem's fields lie on the device; rows and columns begin at multiples of four. */
export interface FieldShape {
  /** of a row, and of a column */
  readonly rowStride: number
  readonly columnStride: number
  /** cells of one field */
  readonly size: number
}

export function fieldShapeOf({ rows, columns }: Pick<DenseStage, 'rows' | 'columns'>): FieldShape {
  const rowStride = 4 * Math.ceil(columns / 4)
  const columnStride = 4 * Math.ceil(rows / 4)
  return { rowStride, columnStride, size: rowStride * columnStride }
}

/** @param first where its fields begin, in cells */
export function problemWords(
  stage: DenseStage,
  { rowStride, columnStride, size }: FieldShape,
  first: number,
): ArrayBuffer {
  const { rows, columns, isSymmetric, scale, reach, source, target } = stage
  const quantum = quantumOf(stage)
  const coarseScale = Math.round(scale / quantum) * quantum
  const words = new ArrayBuffer(PROBLEM_WORDS * WORD_BYTES)
  new Uint32Array(words).set([rows, columns, rowStride, columnStride, size, first, isSymmetric ? 1 : 0])
  const logMass = ({ lattice }: DenseEnd) => Math.log(sum(lattice.weights))
  const tilt = ({ tilt: { constant, perRow, perColumn } }: DenseEnd) => [constant, perRow, perColumn, 0]
  const masses = [logMass(source), logMass(target)]
  // vectors begin at multiples of their lengths
  const floats = [
    quantum,
    coarseScale,
    scale - coarseScale,
    reach,
    0,
    ...masses,
    0,
    0,
    ...tilt(source),
    ...tilt(target),
  ]
  new Float32Array(words, 7 * WORD_BYTES).set(floats)
  return words
}

/** Potentials and exponents on the grid are less than so many times what crossing it costs, */
const ROOM = 4
/** or than this, since logarithms of weights and of masses come to them. */
const LEAST_ROOM = 2 ** 12

/** A power of two of which potentials and exponents are less than 2²³ times as much: its multiples are exact in float32. */
function quantumOf({ rows, columns, scale }: DenseStage): number {
  const largest = Math.max(LEAST_ROOM, ROOM * scale * (rows ** 2 + columns ** 2))
  return 2 ** (Math.ceil(Math.log2(largest)) - 23)
}

/** Where an iteration begins: all is 0, and any error is the smallest so far. */
export function firstState(): Float32Array<ArrayBuffer> {
  const words = new Float32Array(STATE_WORDS)
  words[SMALLEST_ERROR] = LARGE
  return words
}

/** The first fields: the logarithms of both ends' weights, then f and g. */
export function fieldsOf({ stage, start }: Entering, shape: FieldShape): Float32Array<ArrayBuffer> {
  const { size } = shape
  const fields = new Float32Array(FIELDS.lines * size)
  const quantum = quantumOf(stage)
  const ends = [
    { end: stage.source, potential: start.f },
    { end: stage.target, potential: start.g },
  ]
  for (const [k, { end, potential }] of ends.entries()) {
    const places = placesIn(end, stage.columns, shape.rowStride)
    const logWeights = (FIELDS.logWeights + 2 * k) * size
    fields.fill(LOG_NOTHING, logWeights, logWeights + size)
    putSplit(fields.subarray(logWeights), size, places, logsOf(end.lattice.weights), quantum)
    putSplit(fields.subarray((FIELDS.potentials + 2 * k) * size), size, places, potential, quantum)
  }
  return fields
}

/** Puts multiples of the quantum into a field, and what is left of the values into the next one. */
function putSplit(fields: Float32Array, size: number, places: Int32Array, values: Float64Array, quantum: number): void {
  for (let i = 0; i < places.length; i++) {
    const multiple = Math.round(values[i] / quantum) * quantum
    fields[places[i]] = multiple
    fields[size + places[i]] = values[i] - multiple
  }
}

/** What was put so. */
export function takeSplit(fields: Float32Array, size: number, places: Int32Array): Float64Array {
  const values = new Float64Array(places.length)
  for (let i = 0; i < values.length; i++) values[i] = fields[places[i]] + fields[size + places[i]]
  return values
}

/**
 * Half-open ranges, pairs, for source and target: for each row the columns that hold mass, for each column the rows, then rows and columns of the
 * whole. (0, 0) where there is none.
 */
export function rangesOf({ rows, columns, source, target }: DenseStage): Int32Array<ArrayBuffer> {
  const perEnd = 2 * (rows + columns + 2)
  const out = new Int32Array(2 * perEnd)
  for (const [end, { places: points }] of [source, target].entries()) {
    const grid = { points, rowCount: rows, columnCount: columns }
    const [ofRows, ofColumns] = [columnRanges(grid), rowRanges(grid)]
    const first = end * perEnd
    out.set(ofRows, first)
    out.set(ofColumns, first + 2 * rows)
    out.set([...spanOf(ofColumns), ...spanOf(ofRows)], first + 2 * (rows + columns))
  }
  return out
}

/** from the first range's begin to the last one's end */
function spanOf(ranges: Int32Array): [from: number, until: number] {
  let [from, until] = [Number.POSITIVE_INFINITY, 0]
  for (let k = 0; k < ranges.length; k += 2) {
    if (ranges[k + 1] === 0) continue
    from = Math.min(from, ranges[k])
    until = Math.max(until, ranges[k + 1])
  }
  return [from, until]
}
