import type { KernelMemory } from '../../core/kernels/kernel-memory.ts'
import type { LatticePoints } from '../../core/transport/lattice-points.ts'

/** The error of an iterate that diffusion explains. */
export interface Diffusion {
  /**
   * Adds to G(g) what the iteration would still add to it: value ← value + share · (−κΔ)⁻¹ (value − g).
   *
   * @param g address of an iterate, one value a point
   * @param value address of G(g), one value a point; replaced
   */
  extrapolate(g: number, value: number, share: number): void
}

/** Cells are as large as is still small beside the diffusion's length: κ in cells is at least this. */
const LEAST_SPREAD = 4
/** keeps the factorisation definite on a component's constant mode, which is projected out anyway */
const REGULARISATION = 1e-9

/**
 * Prepares the diffusion −κΔ over a measure's points, with no flow across its outline.
 *
 * Near the solution one iteration g ← G(g) multiplies an error by the Markov operator of the plan there and back: each way a point spreads
 * over a Gaussian of variance ε/2 along each axis, so a smooth error e becomes e + κΔe, κ = ε/2, and G(g) − g = −κΔ of what is missing. That
 * is the slow part of Sinkhorn's convergence, some (length / blur)² iterations, and solving one sparse system takes it at once; rough
 * errors, for which the picture is wrong, shrink by themselves. On a grid of cells the system is a graph Laplacian, weighted with the cells'
 * masses, factorised once.
 *
 * @param kappa κ, lattice blocks²
 */
export function diffusion(memory: KernelMemory, points: LatticePoints, kappa: number): Diffusion {
  const cells = connectedCells(points, cellSize(kappa))
  const size = cells.weights.length
  const perCell = kappa / cells.size ** 2
  const matrix = placeMatrix(memory, cells, perCell)
  const rightSide = memory.take(size)
  const { kernels } = memory
  kernels.factorise(matrix.values, matrix.first, matrix.starts, size)
  const count = points.lattice.points.length
  const pointWeights = points.lattice.weights

  function extrapolate(g: number, value: number, share: number): void {
    const iterate = memory.float64(g, count)
    const answer = memory.float64(value, points.count)
    const x = memory.float64(rightSide, size).fill(0)
    for (let i = 0; i < count; i++) x[cells.ofPoint[i]] += pointWeights[i] * (answer[i] - iterate[i])
    takeMeans(x, cells)
    for (let k = 0; k < size; k++) x[k] /= cells.meanWeight
    kernels.solveFactorised(matrix.values, matrix.first, matrix.starts, size, rightSide)
    for (let i = 0; i < count; i++) answer[i] += share * x[cells.ofPoint[i]]
    answer[points.count - 1] = answer[count - 1]
  }

  return { extrapolate }
}

/** largest power of two that leaves κ at `LEAST_SPREAD` cells² or more */
function cellSize(kappa: number): number {
  let size = 1
  while (kappa / (2 * size) ** 2 >= LEAST_SPREAD) size *= 2
  return size
}

/** a support whose components have fewer points than this is a sampled one, and its gaps are no outline */
const FEWEST_POINTS = 50

/** Cells of the size given, or larger ones where the points lie too scattered to be each other's neighbours. */
function connectedCells(points: LatticePoints, size: number): Cells {
  const cells = cellsOf(points, size)
  const isScattered = cells.componentCount > 1 + points.lattice.points.length / FEWEST_POINTS
  return isScattered ? connectedCells(points, 2 * size) : cells
}

/** Square cells that hold the points, ordered across the shorter side so that neighbours are near each other in the order. */
interface Cells {
  /** side, lattice blocks */
  readonly size: number
  /** each point's cell */
  readonly ofPoint: Int32Array
  /** mass in each cell, and their mean */
  readonly weights: Float64Array
  readonly meanWeight: number
  /** for each cell the neighbours that come before it in the order; −1 where there is none */
  readonly before: readonly [Int32Array, Int32Array]
  /** connected component of each cell */
  readonly component: Int32Array
  readonly componentCount: number
}

function cellsOf({ lattice }: LatticePoints, size: number): Cells {
  const { points, weights, columnCount, rowCount } = lattice
  const isLong = columnCount >= rowCount
  const across = Math.ceil((isLong ? rowCount : columnCount) / size)
  const along = Math.ceil((isLong ? columnCount : rowCount) / size)
  const placeOf = (point: number) => {
    const y = Math.floor(Math.floor(point / columnCount) / size)
    const x = Math.floor((point % columnCount) / size)
    return isLong ? x * across + y : y * across + x
  }
  const grid = new Int32Array(along * across).fill(-1)
  for (const point of points) grid[placeOf(point)] = 0
  let count = 0
  for (let place = 0; place < grid.length; place++) if (grid[place] === 0) grid[place] = count++

  const ofPoint = points.map((point) => grid[placeOf(point)])
  const cellWeights = new Float64Array(count)
  ofPoint.forEach((cell, i) => {
    cellWeights[cell] += weights[i]
  })
  const inLine = new Int32Array(count).fill(-1)
  const inLineBefore = new Int32Array(count).fill(-1)
  for (let place = 0; place < grid.length; place++) {
    const cell = grid[place]
    if (cell < 0) continue
    if (place % across > 0) inLine[cell] = grid[place - 1]
    if (place >= across) inLineBefore[cell] = grid[place - across]
  }
  const before = [inLineBefore, inLine] as const
  const meanWeight = cellWeights.reduce((sum, weight) => sum + weight, 0) / count
  return { size, ofPoint, weights: cellWeights, meanWeight, before, ...componentsOf(before, count) }
}

function componentsOf(before: readonly Int32Array[], count: number) {
  const parent = Int32Array.from({ length: count }, (_, cell) => cell)
  const rootOf = (cell: number) => {
    let root = cell
    while (parent[root] !== root) root = parent[root]
    parent[cell] = root
    return root
  }
  for (const neighbours of before) {
    neighbours.forEach((neighbour, cell) => {
      if (neighbour >= 0) parent[rootOf(cell)] = rootOf(neighbour)
    })
  }
  const numbers = new Map<number, number>()
  const component = parent.map((_, cell) => {
    const root = rootOf(cell)
    const number = numbers.get(root) ?? numbers.size
    numbers.set(root, number)
    return number
  })
  return { component, componentCount: numbers.size }
}

/** Takes the weighted mean off each component: the system does not determine it, and the iteration's recentring does. */
function takeMeans(x: Float64Array, { weights, component, componentCount }: Cells): void {
  const sums = new Float64Array(componentCount)
  const masses = new Float64Array(componentCount)
  for (let k = 0; k < x.length; k++) {
    sums[component[k]] += x[k]
    masses[component[k]] += weights[k]
  }
  for (let k = 0; k < x.length; k++) x[k] -= (weights[k] * sums[component[k]]) / masses[component[k]]
}

/** Where the envelope of the matrix lies: see kernels/cholesky.ts. */
interface PlacedMatrix {
  readonly values: number
  readonly first: number
  readonly starts: number
}

function placeMatrix(memory: KernelMemory, { weights, meanWeight, before }: Cells, kappa: number): PlacedMatrix {
  const size = weights.length
  const first = Int32Array.from({ length: size }, (_, k) =>
    Math.min(...before.map((neighbours) => (neighbours[k] < 0 ? k : neighbours[k]))),
  )
  const starts = new Int32Array(size)
  let length = 0
  for (let k = 0; k < size; k++) {
    starts[k] = length
    length += k - first[k] + 1
  }
  const placed = {
    values: memory.take(length),
    first: memory.takeIndices(size),
    starts: memory.takeIndices(size),
  }
  memory.int32(placed.first, size).set(first)
  memory.int32(placed.starts, size).set(starts)
  const values = memory.float64(placed.values, length)
  const add = (k: number, j: number, value: number) => {
    values[starts[k] + j - first[k]] += value
  }
  for (let k = 0; k < size; k++) {
    add(k, k, (REGULARISATION * kappa * weights[k]) / meanWeight)
    for (const neighbours of before) {
      const j = neighbours[k]
      if (j < 0) continue
      const flow = (kappa * (weights[k] + weights[j])) / 2 / meanWeight
      add(k, k, flow)
      add(j, j, flow)
      add(k, j, -flow)
    }
  }
  return placed
}
