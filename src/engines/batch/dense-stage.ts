import { commonOrigin, type Lattice, latticeOf } from '../../core/transport/lattice.ts'
import { damping, type TransportProblem } from '../../core/transport/problem.ts'
import { isSymmetric } from '../../core/transport/solve-symmetric.ts'
import type { Stage } from '../stages.ts'

/** One stage of a `sqeuclidean` problem as a device takes it: both ends on one dense grid of blocks, row-major, lengths in blocks. */
export interface DenseStage {
  readonly rows: number
  readonly columns: number
  readonly source: DenseEnd
  readonly target: DenseEnd
  /** the ends are one, and f = g */
  readonly isSymmetric: boolean
  /** the kernel of two blocks d apart is e^(−scale d²) */
  readonly scale: number
  /** τ */
  readonly tau: number
  /** λ/ε */
  readonly reach: number
}

/** The blocks of one end that hold mass. */
export interface DenseEnd {
  readonly lattice: Lattice
  /** of each point of the lattice, in the dense grid; ascending */
  readonly places: Int32Array
}

/** Lays a stage's two ends on one grid. */
export function denseStage(problem: TransportProblem, { blockPx, epsilon }: Stage): DenseStage {
  const { source, target, coordScale, regM } = problem
  const origin = commonOrigin(source, target)
  const [a, b] = [latticeOf(source, blockPx, origin), latticeOf(target, blockPx, origin)]
  // the origin is the lower corner of both together, so one of the two begins there
  const corner = { y: Math.min(a.y0, b.y0), x: Math.min(a.x0, b.x0) }
  const end = (of: Lattice) => ({
    of,
    row: Math.round((of.y0 - corner.y) / blockPx),
    column: Math.round((of.x0 - corner.x) / blockPx),
  })
  const ends = [end(a), end(b)]
  const rows = Math.max(...ends.map(({ of, row }) => row + of.rowCount))
  const columns = Math.max(...ends.map(({ of, column }) => column + of.columnCount))
  const [denseSource, denseTarget] = ends.map(({ of, row, column }): DenseEnd => {
    const places = of.points.map(
      (point) => (row + Math.floor(point / of.columnCount)) * columns + column + (point % of.columnCount),
    )
    return { lattice: of, places }
  })
  return {
    rows,
    columns,
    source: denseSource,
    target: denseTarget,
    isSymmetric: isSymmetric(problem),
    scale: (coordScale * blockPx) ** 2 / epsilon,
    tau: damping({ epsilon, regM }),
    reach: regM / epsilon,
  }
}
