import type { SolvedPair } from '../pair/solved-pair.ts'
import { sum } from '../transport/numbers.ts'

/** Below this much transported mass, a point's displacement says nothing. */
const CARRIES_MASS = 1e-12

/** Statistics of the barycentric displacement over the source points that carry mass, µm (contract §7). */
export function displacementFeatures({ pair, maps }: SolvedPair) {
  const workPxUm = pair.grid.umPerPx * pair.frame.downsampleFactor
  const { transportedMass, velocityDy, velocityDx, velocityDebiasedDy, velocityDebiasedDx } = maps.source
  const plain = sortedLengths(velocityDy, velocityDx, transportedMass, workPxUm)
  const debiased = sortedLengths(velocityDebiasedDy, velocityDebiasedDx, transportedMass, workPxUm)
  return {
    bar_disp_mean_um: mean(plain),
    bar_disp_std_um: populationStd(plain),
    bar_disp_p50_um: percentile(plain, 50),
    bar_disp_p90_um: percentile(plain, 90),
    bar_disp_p95_um: percentile(plain, 95),
    bar_disp_max_um: percentile(plain, 100),
    bar_disp_debiased_mean_um: mean(debiased),
    bar_disp_debiased_p50_um: percentile(debiased, 50),
    bar_disp_debiased_p90_um: percentile(debiased, 90),
    bar_disp_debiased_p95_um: percentile(debiased, 95),
    bar_disp_debiased_max_um: percentile(debiased, 100),
  }
}

/** Lengths of the displacements that carry mass, ascending. */
function sortedLengths(dy: Float64Array, dx: Float64Array, mass: Float64Array, unitUm: number): Float64Array {
  const lengths = new Float64Array(dy.length)
  let count = 0
  for (let i = 0; i < dy.length; i++) {
    // Math.hypot guards against overflow, at ten times the cost
    if (mass[i] > CARRIES_MASS) lengths[count++] = Math.sqrt(dy[i] ** 2 + dx[i] ** 2) * unitUm
  }
  return lengths.subarray(0, count).sort()
}

function mean(values: Float64Array): number {
  return sum(values) / values.length
}

function populationStd(values: Float64Array): number {
  const center = mean(values)
  let squares = 0
  for (let i = 0; i < values.length; i++) squares += (values[i] - center) ** 2
  return Math.sqrt(squares / values.length)
}

/** Percentile by linear interpolation of sorted values; NaN for none. */
export function percentile(sorted: Float64Array | Float32Array, percent: number): number {
  if (sorted.length === 0) return Number.NaN
  const position = ((sorted.length - 1) * percent) / 100
  const low = Math.floor(position)
  const high = Math.min(low + 1, sorted.length - 1)
  return sorted[low] + (position - low) * (sorted[high] - sorted[low])
}
