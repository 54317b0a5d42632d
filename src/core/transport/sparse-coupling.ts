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

/**
 * The plan times `massPx`, cut to the entries that hold 99.9 % of each row's mass (contract §8) and of each column's, so that both
 * ends' sums can be trusted. Entries are made row by row, so memory stays at what is kept.
 */
export function sparseCoupling(problem: TransportProblem, potentials: Potentials, massPx: number): SparseCoupling {
  const n = problem.source.weights.length
  const m = problem.target.weights.length
  const entry = couplingEntry(problem, potentials, massPx)
  const line = new Float64Array(m)
  const column = new Float64Array(n)
  const columnCutoffs = Float64Array.from({ length: m }, (_, j) => cutoff(fill(column, (i) => entry(i, j))))

  const rowPointers = new Int32Array(n + 1)
  const columns: number[][] = []
  const values: number[][] = []
  for (let i = 0; i < n; i++) {
    const rowCutoff = cutoff(fill(line, (j) => entry(i, j)))
    const kept: number[] = []
    for (let j = 0; j < m; j++) if (line[j] > 0 && line[j] >= Math.min(rowCutoff, columnCutoffs[j])) kept.push(j)
    columns.push(kept)
    values.push(kept.map((j) => line[j]))
    rowPointers[i + 1] = rowPointers[i] + kept.length
  }
  return {
    shape: [n, m],
    rowPointers,
    columns: Int32Array.from(columns.flat()),
    values: Float32Array.from(values.flat()),
  }
}

/** P_ij · massPx of a pair of points */
function couplingEntry(problem: TransportProblem, { f, g }: Potentials, massPx: number) {
  const { source, target, metric, coordScale, epsilon } = problem
  return (i: number, j: number) => {
    const length = Math.hypot(source.y[i] - target.y[j], source.x[i] - target.x[j]) * coordScale
    const cost = metric === 'sqeuclidean' ? length * length : length
    return massPx * source.weights[i] * target.weights[j] * Math.exp((f[i] + g[j] - cost) / epsilon)
  }
}

/** The smallest of the fewest entries that hold the share of the line's sum. */
function cutoff(line: Float64Array): number {
  let total = 0
  for (const value of line) total += value
  // all entries below this together can't hold what may be lost, so only the few above are sorted
  const floor = ((1 - KEPT_SHARE) * total) / line.length
  const candidates = line.filter((value) => value > floor).sort()
  let mass = 0
  let at = candidates.length
  while (at > 0 && mass < KEPT_SHARE * total) mass += candidates[--at]
  return candidates[at] ?? 0
}

function fill(line: Float64Array, valueAt: (index: number) => number): Float64Array {
  for (let index = 0; index < line.length; index++) line[index] = valueAt(index)
  return line
}
