import type { Mask } from './mask.ts'

/**
 * Euclidean distance in px from every pixel inside to the nearest pixel outside, exact; 0 outside. Row-major, `heightPx * widthPx`.
 *
 * Beyond the image is not outside, as in scipy.ndimage.distance_transform_edt; Infinity where no pixel is outside.
 * Felzenszwalb & Huttenlocher 2012, Distance transforms of sampled functions: along columns, then lower envelopes along rows.
 */
export function distanceTransform(mask: Mask): Float64Array {
  const { heightPx, widthPx } = mask
  const squared = squaredDistancesAlongColumns(mask)
  for (let y = 0; y < heightPx; y++) replaceByLowerEnvelope(squared.subarray(y * widthPx, (y + 1) * widthPx))
  return squared.map(Math.sqrt)
}

function squaredDistancesAlongColumns({ heightPx, widthPx, data }: Mask): Float64Array {
  const distance = new Float64Array(data.length)
  for (let x = 0; x < widthPx; x++) {
    let away = Number.POSITIVE_INFINITY
    for (let y = 0; y < heightPx; y++) {
      const i = y * widthPx + x
      away = data[i] === 0 ? 0 : away + 1
      distance[i] = away
    }
    for (let y = heightPx - 1; y >= 0; y--) {
      const i = y * widthPx + x
      away = data[i] === 0 ? 0 : away + 1
      distance[i] = Math.min(distance[i], away) ** 2
    }
  }
  return distance
}

/** replaces heights h by min over p of h(p) + (x − p)², at every x */
function replaceByLowerEnvelope(row: Float64Array): void {
  const heights = row.slice()
  const apexes: number[] = []
  const starts: number[] = []
  for (let p = 0; p < heights.length; p++) {
    if (heights[p] === Number.POSITIVE_INFINITY) continue
    let start = Number.NEGATIVE_INFINITY
    while (apexes.length > 0) {
      const q = apexes[apexes.length - 1]
      start = (heights[p] + p * p - heights[q] - q * q) / (2 * (p - q))
      if (start > starts[starts.length - 1]) break
      apexes.pop()
      starts.pop()
      start = Number.NEGATIVE_INFINITY
    }
    apexes.push(p)
    starts.push(start)
  }
  if (apexes.length === 0) return
  let k = 0
  for (let x = 0; x < row.length; x++) {
    while (k + 1 < apexes.length && starts[k + 1] <= x) k++
    row[x] = heights[apexes[k]] + (x - apexes[k]) ** 2
  }
}
