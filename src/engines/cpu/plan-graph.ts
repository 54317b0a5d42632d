import type { Lattice } from '../../core/transport/lattice.ts'
import type { Edges } from './envelope.ts'
import { type PlanLogs, planRows } from './plan-rows.ts'

/** A neighbour to the right, below, below to the right and below to the left: (dy, dx). */
const DIRECTIONS = [
  [0, 1],
  [1, 0],
  [1, 1],
  [1, -1],
] as const
/** Of the edges between clusters, the strongest so many are kept: each fills a row of the factorised system. */
const MOST_FAR_EDGES = 100
/** A sum of products below this conducts nothing. */
const LEAST_PRODUCT = 1e-280

/**
 * What a plan conducts between its target's points: a graph whose Laplacian L stands for 1 − PᵀA⁻¹P, A the rows' masses, which one iteration
 * takes off an error e. For that, eᵀLe = Σ_i A_i · (variance of e under row i).
 *
 * A row's points that touch are a cluster. Within it, e is taken for nearly linear, and the row's covariance is laid onto the edges between
 * neighbours, by the products of their parts: exact where the row has but neighbours, and of the right size where it is wide. Where a row has
 * two clusters, the map jumps there, and an edge from one to the other joins what may lie far apart: often it is all that ties two parts of
 * the target together.
 *
 * @param rowMasses A, the plan's marginal on the source
 * @param stride of the source's rows and columns every so many are enough, where the blur covers them
 */
export function planGraph(
  source: Lattice,
  target: Lattice,
  logs: PlanLogs,
  rowMasses: Float64Array,
  stride: number,
): Edges {
  const rows = planRows(source, target, logs)
  const neighbours = neighboursOf(target)
  const near = DIRECTIONS.map(() => new Float64Array(target.points.length))
  const far = new Map<number, FarEdge>()
  const { points, shares } = rows
  const inCluster = new Int32Array(target.points.length).fill(-1)
  const members = new Int32Array(target.points.length)
  const yOf = target.points.map((point) => Math.floor(point / target.columnCount))
  const xOf = target.points.map((point) => point % target.columnCount)

  /** gathers the points that are reached from `seed` within the row into `members` */
  function gather(seed: number, row: number): number {
    members[0] = seed
    inCluster[seed] = row
    let size = 1
    for (let at = 0; at < size; at++) {
      for (const neighbour of neighbours.all) {
        const j = neighbour[members[at]]
        if (j < 0 || shares[j] === 0 || inCluster[j] === row) continue
        inCluster[j] = row
        members[size++] = j
      }
    }
    return size
  }

  function summed(size: number): Cluster {
    let [mass, y, x, point] = [0, 0, 0, members[0]]
    for (let k = 0; k < size; k++) {
      const j = members[k]
      mass += shares[j]
      y += shares[j] * yOf[j]
      x += shares[j] * xOf[j]
      if (shares[j] > shares[point]) point = j
    }
    return { mass, y: y / mass, x: x / mass, point }
  }

  /** lays a cluster's covariance, times the row's mass, onto the edges between its members */
  function layOut({ y, x }: Cluster, size: number, rowMass: number): void {
    const products = [0, 0, 0, 0]
    let [yy, xx, yx] = [0, 0, 0]
    for (let k = 0; k < size; k++) {
      const j = members[k]
      const [dy, dx] = [yOf[j] - y, xOf[j] - x]
      yy += shares[j] * dy * dy
      xx += shares[j] * dx * dx
      yx += shares[j] * dy * dx
      for (let d = 0; d < 4; d++) {
        const other = neighbours.after[d][j]
        if (other >= 0) products[d] += shares[j] * shares[other]
      }
    }
    const slanted = Math.min(Math.abs(yx), yy, xx)
    const along = [xx - slanted, yy - slanted, yx > 0 ? slanted : 0, yx < 0 ? slanted : 0]
    for (let d = 0; d < 4; d++) {
      if (products[d] < LEAST_PRODUCT) continue
      const factor = (rowMass * along[d]) / products[d]
      for (let k = 0; k < size; k++) {
        const other = neighbours.after[d][members[k]]
        if (other >= 0) near[d][members[k]] += factor * shares[members[k]] * shares[other]
      }
    }
  }

  function join(a: number, b: number, conductance: number): void {
    const [low, high] = a < b ? [a, b] : [b, a]
    const key = low * target.points.length + high
    far.set(key, { low, high, conductance: conductance + (far.get(key)?.conductance ?? 0) })
  }

  for (let i = 0; i < source.points.length; i++) {
    const [y, x] = [Math.floor(source.points[i] / source.columnCount), source.points[i] % source.columnCount]
    if (y % stride !== 0 || x % stride !== 0) continue
    const count = rows.find(i)
    const rowMass = rowMasses[i] * stride * stride
    let before: Cluster | undefined
    for (let k = 0; k < count; k++) {
      if (inCluster[points[k]] === i) continue
      const size = gather(points[k], i)
      const cluster = summed(size)
      layOut(cluster, size, rowMass)
      if (before) join(before.point, cluster.point, rowMass * before.mass * cluster.mass)
      before = before ? { ...cluster, mass: before.mass + cluster.mass } : cluster
    }
  }
  const strongest = [...far.values()].sort((a, b) => b.conductance - a.conductance).slice(0, MOST_FAR_EDGES)
  return edgesOf(neighbours.after, near, strongest)
}

/** A row's part on points that touch, its centre, and the point that takes most of it. */
interface Cluster {
  readonly mass: number
  readonly y: number
  readonly x: number
  readonly point: number
}

interface FarEdge {
  readonly low: number
  readonly high: number
  readonly conductance: number
}

/** For each point the one next to it in each direction, −1 where there is none; `all` has the directions back too. */
function neighboursOf({ points, rowCount, columnCount }: Lattice) {
  const stride = columnCount + 2
  const grid = new Int32Array((rowCount + 2) * stride).fill(-1)
  const places = points.map((point) => (Math.floor(point / columnCount) + 1) * stride + (point % columnCount) + 1)
  places.forEach((place, i) => {
    grid[place] = i
  })
  const inDirection = (dy: number, dx: number) => places.map((place) => grid[place + dy * stride + dx])
  const after = DIRECTIONS.map(([dy, dx]) => inDirection(dy, dx))
  return { after, all: [...after, ...DIRECTIONS.map(([dy, dx]) => inDirection(-dy, -dx))] }
}

function edgesOf(after: readonly Int32Array[], near: readonly Float64Array[], far: readonly FarEdge[]): Edges {
  const most = near.length * near[0].length + far.length
  const from = new Int32Array(most)
  const to = new Int32Array(most)
  const conductance = new Float64Array(most)
  let count = 0
  const add = (a: number, b: number, value: number) => {
    from[count] = a
    to[count] = b
    conductance[count++] = value
  }
  near.forEach((values, d) => {
    for (let i = 0; i < values.length; i++) if (values[i] > 0) add(i, after[d][i], values[i])
  })
  for (const { low, high, conductance } of far) add(low, high, conductance)
  return { from: from.subarray(0, count), to: to.subarray(0, count), conductance: conductance.subarray(0, count) }
}
