import { planMarginals } from './certificate.ts'
import { type CouplingLines, couplingLines } from './coupling-lines.ts'
import { massCutoff } from './mass-cutoff.ts'
import type { Potentials, TransportProblem } from './problem.ts'

/** A sparse matrix of n rows (source points) by m columns (target points), compressed by row. */
export interface SparseCoupling {
  readonly shape: readonly [n: number, m: number]
  /** n + 1 offsets into `columns` and `values` */
  readonly rowPointers: Int32Array
  readonly columns: Int32Array
  readonly values: Float32Array
}

/** What each row and each column keeps of its mass, at least. */
const KEPT_SHARE = 0.999
/** An entry that is just a cutoff is kept, though a row and a column round it differently. */
const ROUNDING = 1e-9

/**
 * The plan times `massPx`, cut to the entries that hold 99.9 % of each row's mass (contract §8) and of each column's, so that both
 * ends' sums can be trusted. Entries are made line by line, first of the columns for their cutoffs, then of the rows, so memory stays at what
 * is kept.
 */
export function sparseCoupling(problem: TransportProblem, potentials: Potentials, massPx: number): SparseCoupling {
  const { source, target } = problem
  const { f, g } = potentials
  const marginals = planMarginals(problem, potentials)
  const n = source.weights.length
  const m = target.weights.length
  const columnLines = couplingLines(target, source, { from: g, to: f }, problem, massPx)
  const columnCutoffs = new Float64Array(m)
  for (let j = 0; j < m; j++) columnCutoffs[j] = lineCutoff(columnLines, j, massPx * marginals.target.mass[j], n)
  const leastColumnCutoff = columnCutoffs.reduce((least, cutoff) => Math.min(least, cutoff), Number.POSITIVE_INFINITY)

  const rowLines = couplingLines(source, target, { from: f, to: g }, problem, massPx)
  const rowPointers = new Int32Array(n + 1)
  const columns = growing((length) => new Int32Array(length))
  const values = growing((length) => new Float32Array(length))
  for (let i = 0; i < n; i++) {
    const rowCutoff = lineCutoff(rowLines, i, massPx * marginals.source.mass[i], m)
    const count = rowLines.find(i, Math.min(rowCutoff, leastColumnCutoff))
    for (let k = 0; k < count; k++) {
      const [j, value] = [rowLines.indices[k], rowLines.values[k]]
      if (value <= 0 || value < Math.min(rowCutoff, columnCutoffs[j])) continue
      columns.push(j)
      values.push(value)
    }
    rowPointers[i + 1] = columns.length
  }
  return { shape: [n, m], rowPointers, columns: columns.taken(), values: values.taken() }
}

/** The smallest of the fewest entries that hold the share of a line's mass. */
function lineCutoff(lines: CouplingLines, point: number, mass: number, length: number): number {
  // all entries below this together can't hold what may be lost
  const count = lines.find(point, ((1 - KEPT_SHARE) * mass) / length)
  return massCutoff(lines.values, count, KEPT_SHARE * mass) * (1 - ROUNDING)
}

/** A typed array that grows as numbers are added. */
function growing<T extends Int32Array | Float32Array>(make: (length: number) => T) {
  let array = make(1024)
  let length = 0
  return {
    push(value: number): void {
      if (length === array.length) {
        const larger = make(2 * length)
        larger.set(array)
        array = larger
      }
      array[length++] = value
    },
    taken: () => array.slice(0, length) as T,
    get length() {
      return length
    },
  }
}
