import type { Mask } from './mask.ts'

/** Connected regions of a mask. */
export interface Components {
  /** row-major, `heightPx * widthPx`: 1 … n, numbered by first pixel in row-major order; 0 for pixels of the other kind */
  readonly labels: Int32Array
  /** area in px of component k at k − 1 */
  readonly areasPx: readonly number[]
}

type Step = readonly [dy: number, dx: number]
const SIDES: readonly Step[] = [
  [-1, 0],
  [0, -1],
  [0, 1],
  [1, 0],
]
const SIDES_AND_CORNERS: readonly Step[] = [...SIDES, [-1, -1], [-1, 1], [1, -1], [1, 1]]

/** The 8-connected components of the pixels inside. */
export function foregroundComponents(mask: Mask): Components {
  return componentsOf(mask, 1, SIDES_AND_CORNERS)
}

/** The 4-connected components of the pixels outside: what 8-connected foreground separates. */
export function backgroundComponents(mask: Mask): Components {
  return componentsOf(mask, 0, SIDES)
}

function componentsOf(mask: Mask, value: 0 | 1, steps: readonly Step[]): Components {
  const { heightPx, widthPx, data } = mask
  const labels = new Int32Array(data.length)
  const areasPx: number[] = []
  const stack: number[] = []
  for (let seed = 0; seed < data.length; seed++) {
    if (data[seed] !== value || labels[seed] !== 0) continue
    const label = areasPx.length + 1
    let areaPx = 0
    labels[seed] = label
    stack.push(seed)
    for (let pixel = stack.pop(); pixel !== undefined; pixel = stack.pop()) {
      areaPx++
      const y = Math.floor(pixel / widthPx)
      const x = pixel - y * widthPx
      for (const [dy, dx] of steps) {
        if (y + dy < 0 || y + dy >= heightPx || x + dx < 0 || x + dx >= widthPx) continue
        const neighbour = pixel + dy * widthPx + dx
        if (data[neighbour] !== value || labels[neighbour] !== 0) continue
        labels[neighbour] = label
        stack.push(neighbour)
      }
    }
    areasPx.push(areaPx)
  }
  return { labels, areasPx }
}
