import type { Mask } from './mask.ts'
import { type RowRuns, rowRuns } from './row-runs.ts'

/** Connected regions of a mask. */
export interface Components {
  readonly runs: RowRuns
  /** of each run: 1 … n, numbered by first pixel in row-major order */
  readonly labels: Int32Array
  /** area in px of component k at k − 1 */
  readonly areasPx: readonly number[]
}

/** The 8-connected components of the pixels inside. */
export function foregroundComponents(mask: Mask): Components {
  return componentsOf(rowRuns(mask, 1), 1)
}

/** The 4-connected components of the pixels outside: what 8-connected foreground separates. */
export function backgroundComponents(mask: Mask): Components {
  return componentsOf(rowRuns(mask, 0), 0)
}

/** @param reachPx how far beside a run one of the next row may end and still be connected: 1 across corners, 0 across sides only */
function componentsOf(runs: RowRuns, reachPx: 0 | 1): Components {
  const { heightPx, starts, from, to } = runs
  const parents = Int32Array.from(from.keys())
  for (let y = 1; y < heightPx; y++) {
    let above = starts[y - 1]
    for (let run = starts[y]; run < starts[y + 1]; run++) {
      while (above < starts[y] && to[above] + reachPx <= from[run]) above++
      for (let next = above; next < starts[y] && from[next] < to[run] + reachPx; next++) join(parents, next, run)
    }
  }
  const labels = new Int32Array(from.length)
  const areasPx: number[] = []
  for (let run = 0; run < from.length; run++) {
    const root = rootOf(parents, run)
    // a root is the first run of its component
    if (root === run) labels[run] = areasPx.push(0)
    else labels[run] = labels[root]
    areasPx[labels[run] - 1] += to[run] - from[run]
  }
  return { runs, labels, areasPx }
}

/** the smaller of both roots becomes the root of both */
function join(parents: Int32Array, a: number, b: number): void {
  const [rootA, rootB] = [rootOf(parents, a), rootOf(parents, b)]
  parents[Math.max(rootA, rootB)] = Math.min(rootA, rootB)
}

function rootOf(parents: Int32Array, run: number): number {
  let root = run
  while (parents[root] !== root) {
    // halves the way for the next to come
    parents[root] = parents[parents[root]]
    root = parents[root]
  }
  return root
}
