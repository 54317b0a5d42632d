import type { Mask } from '../core/mask/mask.ts'

/** right, down, left, up */
const STEP_Y = [0, 1, 0, -1]
const STEP_X = [1, 0, -1, 0]
const [RIGHT, DOWN, LEFT, UP] = [0, 1, 2, 3]

/**
 * A mask's outline as closed polygons along the edges of its pixels, the inside to the right of their direction: clockwise around the mask,
 * the other way around its holes. Pixels that touch at a corner only are outlined apart.
 *
 * @returns x, y, x, y, … of the corners, in px of the mask; pixel centres lie at whole numbers, so corners at halves
 */
export function outlinePolygons(mask: Mask): Float32Array[] {
  const edges = directedEdges(mask)
  const polygons: Float32Array[] = []
  for (let start = 0; start < edges.length; start++) {
    while (edges[start] !== 0) polygons.push(walk(edges, mask.widthPx + 1, start))
  }
  return polygons
}

/** For each corner, row-major, (height + 1) × (width + 1): bit d is set where an edge of the outline leaves it in direction d. */
function directedEdges({ heightPx, widthPx, data }: Mask): Uint8Array {
  const stride = widthPx + 1
  const edges = new Uint8Array((heightPx + 1) * stride)
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const i = y * widthPx + x
      if (data[i] === 0) continue
      const corner = y * stride + x
      if (y === 0 || data[i - widthPx] === 0) edges[corner] |= 1 << RIGHT
      if (x === widthPx - 1 || data[i + 1] === 0) edges[corner + 1] |= 1 << DOWN
      if (y === heightPx - 1 || data[i + widthPx] === 0) edges[corner + stride + 1] |= 1 << LEFT
      if (x === 0 || data[i - 1] === 0) edges[corner + stride] |= 1 << UP
    }
  }
  return edges
}

/**
 * Follows the outline from a corner until it closes, taking its edges away. Where two edges leave a corner, the right turn stays with the
 * pixel that it came along.
 */
function walk(edges: Uint8Array, stride: number, start: number): Float32Array {
  const corners: number[] = []
  let at = start
  let heading: number | null = null
  do {
    const turned: number = onward(edges[at], heading)
    if (turned !== heading) corners.push((at % stride) - 0.5, Math.floor(at / stride) - 0.5)
    edges[at] &= ~(1 << turned)
    at += STEP_Y[turned] * stride + STEP_X[turned]
    heading = turned
  } while (at !== start)
  return Float32Array.from(corners)
}

function onward(leaving: number, heading: number | null): number {
  const from = heading ?? RIGHT
  const wanted = [from + 1, from, from + 3].map((direction) => direction % 4)
  const found = wanted.find((direction) => (leaving & (1 << direction)) !== 0)
  if (found === undefined) throw new Error('an outline that does not close')
  return found
}
