import { type Lattice, unitLattice } from '../../core/transport/lattice.ts'
import { damping, type TransportProblem } from '../../core/transport/problem.ts'
import { isSymmetric } from '../../core/transport/solve-symmetric.ts'

/**
 * One stage of a `sqeuclidean` problem as a device takes it: both ends on one dense grid of pixels, row-major, at the stage's ε.
 *
 * Ends that lie apart are laid over each other, so that float32's digits are not spent on what all of the plan has in common. With the target
 * moved by −t, |x − y|² is the squared distance on the grid but for a function of x and one of y, both linear. They are the ends' tilts o, in units
 * of ε, and the device's potentials are p + o: the kernel is that of the grid, and only the marginals that the potentials ask for see the difference.
 */
export interface DenseStage {
  readonly rows: number
  readonly columns: number
  readonly source: DenseEnd
  readonly target: DenseEnd
  /** the ends are one, and f = g */
  readonly isSymmetric: boolean
  /** the kernel of two pixels d apart is e^(−scale d²) */
  readonly scale: number
  /** τ */
  readonly tau: number
  /** λ/ε */
  readonly reach: number
}

/** The pixels of one end that hold mass. */
export interface DenseEnd {
  readonly lattice: Lattice
  /** of each point of the lattice, in the dense grid; ascending */
  readonly places: Int32Array
  readonly tilt: Tilt
}

/** The logarithm of no mass: finite, so that differences of it stay numbers, and since WGSL may take infinities for impossible. */
export const LOG_NOTHING = -1e30

/** o = constant + perRow · row + perColumn · column */
export interface Tilt {
  readonly constant: number
  readonly perRow: number
  readonly perColumn: number
}

/** An end's tilt at each of its points, in units of ε. */
export function tiltsOf({ places, tilt }: DenseEnd, columns: number): Float64Array {
  const { constant, perRow, perColumn } = tilt
  const tilts = new Float64Array(places.length)
  for (let i = 0; i < tilts.length; i++) {
    const row = Math.floor(places[i] / columns)
    tilts[i] = constant + perRow * row + perColumn * (places[i] - row * columns)
  }
  return tilts
}

/** An end's places in a grid whose rows are `stride` long. */
export function placesIn({ places }: DenseEnd, columns: number, stride: number): Int32Array {
  return respaced(places, columns, stride, 0)
}

/** Places in a grid with rows of another length, moved on by so many cells. */
function respaced(places: Int32Array, columns: number, stride: number, by: number): Int32Array {
  const out = new Int32Array(places.length)
  for (let i = 0; i < out.length; i++) out[i] = places[i] + Math.floor(places[i] / columns) * (stride - columns) + by
  return out
}

/** Lays a problem's two ends on one grid, for an ε of its own. */
export function denseStage(problem: TransportProblem, epsilon: number): DenseStage {
  const { source, target, coordScale, regM } = problem
  const [a, b] = [unitLattice(source), unitLattice(target)]
  const scale = coordScale ** 2 / epsilon
  const moved = {
    rows: Math.round(b.y0 - a.y0 + (b.rowCount - a.rowCount) / 2),
    columns: Math.round(b.x0 - a.x0 + (b.columnCount - a.columnCount) / 2),
  }
  const corners = [
    { row: a.y0, column: a.x0 },
    { row: b.y0 - moved.rows, column: b.x0 - moved.columns },
  ]
  const [top, left] = [Math.min(...corners.map(({ row }) => row)), Math.min(...corners.map(({ column }) => column))]
  const ends = [a, b].map((of, k) => ({ of, row: corners[k].row - top, column: corners[k].column - left }))
  const rows = Math.max(...ends.map(({ of, row }) => row + of.rowCount))
  const columns = Math.max(...ends.map(({ of, column }) => column + of.columnCount))
  const [denseSource, denseTarget] = ends.map(({ of, row, column }, k): DenseEnd => {
    const places = respaced(of.points, of.columnCount, columns, row * columns + column)
    return { lattice: of, places, tilt: tiltOf(k === 0 ? 1 : -1, moved, scale, rows, columns) }
  })
  return {
    rows,
    columns,
    source: denseSource,
    target: denseTarget,
    isSymmetric: isSymmetric(problem),
    scale,
    tau: damping({ epsilon, regM }),
    reach: regM / epsilon,
  }
}

interface Pixels {
  readonly rows: number
  readonly columns: number
}

/** ± 2 s t·(x − middle of the grid) − s t²/2: what |x − y|² is beside the distance on the grid, half of its constant to either end */
function tiltOf(sign: 1 | -1, { rows: tY, columns: tX }: Pixels, scale: number, rows: number, columns: number): Tilt {
  const [perRow, perColumn] = [sign * 2 * scale * tY, sign * 2 * scale * tX]
  const atMiddle = -(scale * (tY * tY + tX * tX)) / 2
  return { perRow, perColumn, constant: atMiddle - (perRow * (rows - 1)) / 2 - (perColumn * (columns - 1)) / 2 }
}
