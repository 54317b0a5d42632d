import type { LatticePoints } from '../../core/transport/lattice-points.ts'
import { sum } from '../../core/transport/numbers.ts'

/** a support whose components have fewer points than this is a sampled one, and its gaps are no outline */
const FEWEST_POINTS = 50

/** Cells of the size given, or larger ones where the points lie too scattered to be each other's neighbours. */
export function connectedCells(points: LatticePoints, size: number): Cells {
  const cells = cellsOf(points, size)
  const isScattered = cells.componentCount > 1 + points.lattice.points.length / FEWEST_POINTS
  return isScattered ? connectedCells(points, 2 * size) : cells
}

/** Square cells that hold the points, ordered across the shorter side so that neighbours are near each other in the order. */
export interface Cells {
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
  const ofPoint = new Int32Array(points.length)
  const grid = new Int32Array(along * across).fill(-1)
  for (let i = 0; i < points.length; i++) {
    const y = Math.floor(Math.floor(points[i] / columnCount) / size)
    const x = Math.floor((points[i] % columnCount) / size)
    ofPoint[i] = isLong ? x * across + y : y * across + x
    grid[ofPoint[i]] = 0
  }
  let count = 0
  for (let place = 0; place < grid.length; place++) if (grid[place] === 0) grid[place] = count++

  const cellWeights = new Float64Array(count)
  for (let i = 0; i < ofPoint.length; i++) {
    ofPoint[i] = grid[ofPoint[i]]
    cellWeights[ofPoint[i]] += weights[i]
  }
  const inLine = new Int32Array(count).fill(-1)
  const inLineBefore = new Int32Array(count).fill(-1)
  for (let place = 0; place < grid.length; place++) {
    const cell = grid[place]
    if (cell < 0) continue
    if (place % across > 0) inLine[cell] = grid[place - 1]
    if (place >= across) inLineBefore[cell] = grid[place - across]
  }
  const before = [inLineBefore, inLine] as const
  const meanWeight = sum(cellWeights) / count
  return { size, ofPoint, weights: cellWeights, meanWeight, before, ...componentsOf(before, count) }
}

function componentsOf(before: readonly Int32Array[], count: number) {
  const parent = new Int32Array(count)
  for (let cell = 0; cell < count; cell++) parent[cell] = cell
  for (const neighbours of before) {
    for (let cell = 0; cell < count; cell++) {
      if (neighbours[cell] >= 0) parent[rootOf(parent, cell)] = rootOf(parent, neighbours[cell])
    }
  }
  const component = new Int32Array(count)
  const numbers = new Int32Array(count).fill(-1)
  let componentCount = 0
  for (let cell = 0; cell < count; cell++) {
    const root = rootOf(parent, cell)
    if (numbers[root] < 0) numbers[root] = componentCount++
    component[cell] = numbers[root]
  }
  return { component, componentCount }
}

function rootOf(parent: Int32Array, cell: number): number {
  let root = cell
  while (parent[root] !== root) root = parent[root]
  parent[cell] = root
  return root
}
