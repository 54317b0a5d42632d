import type { Mask } from '../../mask/mask.ts'

/** The longest way through a skeleton, and what leaves it on the side. */
export interface SkeletonPath {
  /** pixels from one end to the other, indices into the mask */
  readonly pixels: readonly number[]
  readonly lengthPx: number
  /** length of the longest branch that leaves the path, px */
  readonly longestBranchPx: number
}

/**
 * The longest of all shortest ways between two pixels of a skeleton, steps counted 1 along rows and columns and √2 across corners.
 *
 * @param skeleton one 8-connected piece of at least one pixel, as `thin` makes it of a mask without holes
 */
export function skeletonPath(skeleton: Mask): SkeletonPath {
  // on a tree, what is farthest from anywhere is an end of the longest way
  const anywhere = skeleton.data.indexOf(1)
  const start = distancesFrom(skeleton, [anywhere]).farthest
  const { farthest: end, distances, previous } = distancesFrom(skeleton, [start])
  const pixels = [end]
  while (pixels[pixels.length - 1] !== start) pixels.push(previous[pixels[pixels.length - 1]])
  const aside = distancesFrom(skeleton, pixels)
  return { pixels, lengthPx: distances[end], longestBranchPx: aside.distances[aside.farthest] }
}

function distancesFrom({ heightPx, widthPx, data }: Mask, sources: readonly number[]) {
  const distances = new Float64Array(data.length).fill(Infinity)
  const previous = new Int32Array(data.length).fill(-1)
  const queue = [...sources]
  for (const source of sources) distances[source] = 0
  // a pixel queues again when a shorter way to it is found, which a skeleton hardly ever has
  for (let head = 0; head < queue.length; head++) {
    const pixel = queue[head]
    const [y, x] = [Math.floor(pixel / widthPx), pixel % widthPx]
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        if (y + dy < 0 || y + dy >= heightPx || x + dx < 0 || x + dx >= widthPx) continue
        const next = pixel + dy * widthPx + dx
        const distance = distances[pixel] + Math.hypot(dy, dx)
        if (data[next] === 0 || distance >= distances[next]) continue
        distances[next] = distance
        previous[next] = pixel
        queue.push(next)
      }
    }
  }
  const farthest = queue.reduce((far, pixel) => (distances[pixel] > distances[far] ? pixel : far), queue[0])
  return { distances, previous, farthest }
}
