import type { Lattice } from '../../core/transport/lattice.ts'

/** The larger entries of a plan's rows, one row at a time. */
export interface PlanRows {
  /** Finds the target points that take more than a `LEAST_SHARE` of the source point's mass; returns how many. */
  find(source: number): number
  /** those points of the last row found, */
  readonly points: Int32Array
  /** and for every target point the part of the row that it takes, 0 where that is less */
  readonly shares: Float64Array
}

/** A plan whose row i has the parts exp(rowLogs[i] + columnLogs[j] − scale · distance²), which sum to 1; distances in blocks. */
export interface PlanLogs {
  readonly rowLogs: Float64Array
  readonly columnLogs: Float64Array
  readonly scale: number
}

/** Less of a row hardly conducts. */
const LEAST_SHARE = 1e-3
/** side, blocks, of the tiles whose largest possible entry is looked at first */
const TILE_BLOCKS = 8

/** Prepares the rows of a plan between two lattices of one block size. */
export function planRows(source: Lattice, target: Lattice, { rowLogs, columnLogs, scale }: PlanLogs): PlanRows {
  const shares = new Float64Array(target.points.length)
  const points = new Int32Array(target.points.length)
  const tiles = tilesOf(target, columnLogs)
  const top = (source.y0 - target.y0) / target.blockPx
  const left = (source.x0 - target.x0) / target.blockPx
  const leastLog = Math.log(LEAST_SHARE)
  let count = 0

  function find(i: number): number {
    for (let k = 0; k < count; k++) shares[points[k]] = 0
    count = 0
    const y = top + Math.floor(source.points[i] / source.columnCount)
    const x = left + (source.points[i] % source.columnCount)
    const least = leastLog - rowLogs[i]
    for (const tile of tiles) {
      const dy = Math.max(0, tile.yLow - y, y - tile.yHigh)
      const dx = Math.max(0, tile.xLow - x, x - tile.xHigh)
      if (tile.largestLog - scale * (dy * dy + dx * dx) >= least) findIn(tile, y, x, rowLogs[i])
    }
    return count
  }

  function findIn({ members }: Tile, y: number, x: number, rowLog: number): void {
    for (const j of members) {
      const dy = Math.floor(target.points[j] / target.columnCount) - y
      const dx = (target.points[j] % target.columnCount) - x
      const log = rowLog + columnLogs[j] - scale * (dy * dy + dx * dx)
      if (log < leastLog) continue
      shares[j] = Math.exp(log)
      points[count++] = j
    }
  }

  return { find, points, shares }
}

/** Points of one square, the box around them and the largest of their logarithms. */
interface Tile {
  readonly members: readonly number[]
  yLow: number
  yHigh: number
  xLow: number
  xHigh: number
  largestLog: number
}

function tilesOf({ points, columnCount }: Lattice, logs: Float64Array): Tile[] {
  const tiles = new Map<number, Tile & { readonly members: number[] }>()
  const across = Math.ceil(columnCount / TILE_BLOCKS)
  points.forEach((point, j) => {
    const y = Math.floor(point / columnCount)
    const x = point % columnCount
    const place = Math.floor(y / TILE_BLOCKS) * across + Math.floor(x / TILE_BLOCKS)
    const tile = tiles.get(place) ?? { members: [], yLow: y, yHigh: y, xLow: x, xHigh: x, largestLog: logs[j] }
    tiles.set(place, tile)
    tile.members.push(j)
    tile.yHigh = Math.max(tile.yHigh, y)
    tile.xLow = Math.min(tile.xLow, x)
    tile.xHigh = Math.max(tile.xHigh, x)
    tile.largestLog = Math.max(tile.largestLog, logs[j])
  })
  return [...tiles.values()]
}
