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
/** side, blocks, of the target's tiles, whose largest possible entry is looked at first, */
const TARGET_TILE = 4
/** and of the source's, for all points of which the target's tiles are looked through once */
const SOURCE_TILE = 4

/** Prepares the rows of a plan between two lattices of one block size. */
export function planRows(source: Lattice, target: Lattice, { rowLogs, columnLogs, scale }: PlanLogs): PlanRows {
  const shares = new Float64Array(target.points.length)
  const points = new Int32Array(target.points.length)
  const yOf = target.points.map((point) => Math.floor(point / target.columnCount))
  const xOf = target.points.map((point) => point % target.columnCount)
  const top = (source.y0 - target.y0) / target.blockPx
  const left = (source.x0 - target.x0) / target.blockPx
  const targetTiles = [...tilesOf(target, TARGET_TILE, columnLogs).values()]
  const sourceTiles = tilesOf(source, SOURCE_TILE, rowLogs)
  const within = new Map<number, readonly Tile[]>()
  const leastLog = Math.log(LEAST_SHARE)
  let count = 0

  /** the target's tiles from which any point of the source's tile may take its share */
  function tilesWithin(place: number): readonly Tile[] {
    const known = within.get(place)
    if (known) return known
    const from = sourceTiles.get(place)
    const found = targetTiles.filter((tile) => from && largestBetween(from, tile) >= leastLog)
    within.set(place, found)
    return found
  }

  function largestBetween(from: Tile, to: Tile): number {
    const dy = Math.max(0, to.yLow - from.yHigh - top, from.yLow + top - to.yHigh)
    const dx = Math.max(0, to.xLow - from.xHigh - left, from.xLow + left - to.xHigh)
    return from.largestLog + to.largestLog - scale * (dy * dy + dx * dx)
  }

  function find(i: number): number {
    for (let k = 0; k < count; k++) shares[points[k]] = 0
    count = 0
    const row = Math.floor(source.points[i] / source.columnCount)
    const column = source.points[i] % source.columnCount
    const [y, x] = [top + row, left + column]
    const least = leastLog - rowLogs[i]
    for (const tile of tilesWithin(placeOf(row, column, SOURCE_TILE, source.columnCount))) {
      const dy = Math.max(0, tile.yLow - y, y - tile.yHigh)
      const dx = Math.max(0, tile.xLow - x, x - tile.xHigh)
      if (tile.largestLog - scale * (dy * dy + dx * dx) >= least) findIn(tile, y, x, least)
    }
    return count
  }

  function findIn({ members }: Tile, y: number, x: number, least: number): void {
    for (const j of members) {
      const dy = yOf[j] - y
      const dx = xOf[j] - x
      const log = columnLogs[j] - scale * (dy * dy + dx * dx)
      if (log < least) continue
      shares[j] = LEAST_SHARE * Math.exp(log - least)
      points[count++] = j
    }
  }

  return { find, points, shares }
}

/** Points of one square, the box around them and the largest of their logarithms. */
interface Tile {
  readonly members: number[]
  yLow: number
  yHigh: number
  xLow: number
  xHigh: number
  largestLog: number
}

function placeOf(y: number, x: number, side: number, columnCount: number): number {
  return Math.floor(y / side) * Math.ceil(columnCount / side) + Math.floor(x / side)
}

/** by their place */
function tilesOf({ points, columnCount }: Lattice, side: number, logs: Float64Array): Map<number, Tile> {
  const tiles = new Map<number, Tile>()
  points.forEach((point, j) => {
    const y = Math.floor(point / columnCount)
    const x = point % columnCount
    const place = placeOf(y, x, side, columnCount)
    const tile = tiles.get(place) ?? { members: [], yLow: y, yHigh: y, xLow: x, xHigh: x, largestLog: logs[j] }
    tiles.set(place, tile)
    tile.members.push(j)
    tile.yHigh = Math.max(tile.yHigh, y)
    tile.xLow = Math.min(tile.xLow, x)
    tile.xHigh = Math.max(tile.xHigh, x)
    tile.largestLog = Math.max(tile.largestLog, logs[j])
  })
  return tiles
}
