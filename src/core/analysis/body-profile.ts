/** How many parts a body is cut into along S (contract §10). */
export const PROFILE_BINS = [10, 20] as const
export type ProfileBins = (typeof PROFILE_BINS)[number]

/**
 * Mean of the defined values in each part of the body, head first; NaN where a part has none.
 *
 * @param s S of each value, 0 to 1; NaN off the body
 */
export function profileOf(values: ArrayLike<number>, s: ArrayLike<number>, bins: number): Float64Array {
  const sums = new Float64Array(bins)
  const counts = new Uint32Array(bins)
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]) || Number.isNaN(s[i])) continue
    const bin = Math.min(bins - 1, Math.floor(s[i] * bins))
    sums[bin] += values[i]
    counts[bin]++
  }
  return sums.map((sum, bin) => sum / counts[bin])
}

/** Several profiles part by part, each over those that are defined there. */
export interface ProfileStatistics {
  readonly count: Uint16Array
  /** NaN for none */
  readonly mean: Float64Array
  /** NaN for fewer than two */
  readonly sd: Float64Array
}

/** @throws RangeError for no profiles */
export function profileStatistics(profiles: readonly Float64Array[]): ProfileStatistics {
  if (profiles.length === 0) throw new RangeError('there are no profiles')
  const bins = profiles[0].length
  const count = new Uint16Array(bins)
  const mean = new Float64Array(bins)
  const sd = new Float64Array(bins)
  for (let bin = 0; bin < bins; bin++) {
    const values = profiles.map((profile) => profile[bin]).filter((value) => !Number.isNaN(value))
    count[bin] = values.length
    mean[bin] = values.reduce((sum, value) => sum + value, 0) / values.length
    const squares = values.reduce((sum, value) => sum + (value - mean[bin]) ** 2, 0)
    sd[bin] = values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : Number.NaN
  }
  return { count, mean, sd }
}
