/** Rows and columns that a bucket's problems are padded to. */
export interface Shape {
  readonly rows: number
  readonly columns: number
}

/** A shape is at most so much larger than any problem in it, in cells. */
const LARGEST_PADDING = 1.5
/** Sides are rounded up to multiples of this, so that those that come later fit more often. */
const GRAIN = 8
/** Below this a side is so cheap that it is not worth a bucket of its own. */
const SMALLEST_SIDE = 24

/**
 * Few shapes that hold problems of all these sizes, none padded to much more than its own: from the largest down, each problem goes where
 * it fits, else a shape grows to take it in, else it begins one.
 */
export function chooseShapes(sizes: readonly Shape[]): Shape[] {
  const clusters: { shape: Shape; least: number }[] = []
  for (const size of sizes.toSorted((a, b) => cellsOf(b) - cellsOf(a))) {
    const own = cellsOf(atLeastSmallest(size))
    const home = clusters.find(({ shape, least }) => isTight(around(shape, size), Math.min(least, own)))
    if (home) {
      home.shape = around(home.shape, size)
      home.least = Math.min(home.least, own)
    } else clusters.push({ shape: around(size, size), least: own })
  }
  return clusters.map(({ shape }) => shape)
}

/** Whether a problem of that size belongs into a bucket of that shape. */
export function suits(shape: Shape, size: Shape): boolean {
  const holds = size.rows <= shape.rows && size.columns <= shape.columns
  return holds && isTight(shape, cellsOf(atLeastSmallest(size)))
}

export function cellsOf({ rows, columns }: Shape): number {
  return rows * columns
}

function isTight(shape: Shape, cells: number): boolean {
  const grain = (shape.rows + GRAIN) * (shape.columns + GRAIN) - cellsOf(shape)
  return cellsOf(shape) <= LARGEST_PADDING * cells + grain
}

function around(a: Shape, b: Shape): Shape {
  const side = (length: number) => Math.max(SMALLEST_SIDE, Math.ceil(length / GRAIN) * GRAIN)
  return { rows: side(Math.max(a.rows, b.rows)), columns: side(Math.max(a.columns, b.columns)) }
}

function atLeastSmallest({ rows, columns }: Shape): Shape {
  return { rows: Math.max(rows, SMALLEST_SIDE), columns: Math.max(columns, SMALLEST_SIDE) }
}
