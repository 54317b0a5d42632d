import type { KernelMemory } from '../kernels/kernel-memory.ts'
import type { LatticePoints } from './lattice-points.ts'

/**
 * A lattice's points sorted into square tiles, in the kernels' memory: see kernels/distance-log.ts. Each tile has an even number of entries;
 * an odd one's last point is there twice.
 */
export interface Tiles {
  /** entries, and int32 index of the entry of each of the lattice's points */
  readonly length: number
  readonly indices: number
  /** positions of the entries, work px */
  readonly y: number
  readonly x: number
  readonly tileCount: number
  /** int32 pairs: where each tile's entries begin and end */
  readonly ranges: number
  /** lowest and highest y, lowest and highest x of each tile */
  readonly boxes: number
  /** entries of the largest tile */
  readonly largest: number
}

/** Side of a tile, lattice blocks: small enough to be far from most others, large enough that looking at it is less work than summing it. */
const TILE = 8

export function placeTiles(memory: KernelMemory, { lattice, count }: LatticePoints): Tiles {
  const { points, rowCount, columnCount, blockPx } = lattice
  const tileColumns = Math.ceil(columnCount / TILE)
  const members: number[][] = Array.from({ length: Math.ceil(rowCount / TILE) * tileColumns }, () => [])
  points.forEach((point, i) => {
    const row = Math.floor(point / columnCount)
    members[Math.floor(row / TILE) * tileColumns + Math.floor((point % columnCount) / TILE)].push(i)
  })
  const tiles = members.filter(({ length }) => length > 0)
  const sizes = tiles.map(({ length }) => length + (length % 2))
  const length = sizes.reduce((sum, size) => sum + size, 0)
  const placed = {
    length,
    indices: memory.takeIndices(count),
    y: memory.take(length),
    x: memory.take(length),
    tileCount: tiles.length,
    ranges: memory.takeIndices(2 * tiles.length),
    boxes: memory.take(4 * tiles.length),
    largest: Math.max(...sizes),
  }
  const indices = memory.int32(placed.indices, count)
  const [y, x] = [memory.float64(placed.y, length), memory.float64(placed.x, length)]
  const ranges = memory.int32(placed.ranges, 2 * tiles.length)
  const boxes = memory.float64(placed.boxes, 4 * tiles.length)
  let start = 0
  tiles.forEach((tile, t) => {
    const end = start + sizes[t]
    tile.forEach((i, k) => {
      indices[i] = start + k
      y[start + k] = lattice.y0 + Math.floor(points[i] / columnCount) * blockPx
      x[start + k] = lattice.x0 + (points[i] % columnCount) * blockPx
    })
    y[end - 1] = y[start + tile.length - 1]
    x[end - 1] = x[start + tile.length - 1]
    ranges.set([start, end], 2 * t)
    const [ys, xs] = [y.subarray(start, end), x.subarray(start, end)]
    boxes.set([Math.min(...ys), Math.max(...ys), Math.min(...xs), Math.max(...xs)], 4 * t)
    start = end
  })
  indices[count - 1] = indices[points.length - 1]
  return placed
}
