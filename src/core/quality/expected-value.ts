/** Frames on either side that say what a frame should be like. */
const NEIGHBOURS = 3

/** From so many frames on their growth is known. */
const FEWEST_FOR_GROWTH = 4

/** What a series says of one of its frames. */
export interface Deviation {
  /** by which share the frame exceeds what its neighbours let expect; 0 where it has none */
  readonly share: number
  /** hours to the nearest of them */
  readonly hours: number
}

/**
 * How far each value of a growing series lies from the median of its neighbours on either side, each carried along by the series' median
 * growth (Theil 1950, Sen 1968): one or two bad frames among six change neither.
 *
 * @param hours increasing
 * @param values above 0
 */
export function deviations(hours: readonly number[], values: readonly number[]): readonly Deviation[] {
  const logs = values.map(Math.log)
  const growth = logs.length < FEWEST_FOR_GROWTH ? 0 : medianSlope(hours, logs)
  return logs.map((log, i) => {
    const near = neighbours(i, logs.length, NEIGHBOURS)
    if (near.length === 0) return { share: 0, hours: Number.POSITIVE_INFINITY }
    const expected = median(near.map((j) => logs[j] + growth * (hours[i] - hours[j])))
    return { share: Math.exp(log - expected) - 1, hours: Math.min(...near.map((j) => Math.abs(hours[i] - hours[j]))) }
  })
}

/** Places in a series of `count` up to `reach` before and after a place, without itself. */
export function neighbours(at: number, count: number, reach: number): readonly number[] {
  return Array.from({ length: 2 * reach + 1 }, (_, k) => at - reach + k).filter((j) => j >= 0 && j < count && j !== at)
}

/** The middle value, or the mean of the two middle ones; NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = Math.floor(sorted.length / 2)
  if (sorted.length === 0) return Number.NaN
  return sorted.length % 2 === 1 ? sorted[upper] : (sorted[upper - 1] + sorted[upper]) / 2
}

/** The standard deviation of the bulk of the values about 0, whatever a few of them are. */
export function robustSpread(values: readonly number[]): number {
  return 1.4826 * median(values.map(Math.abs))
}

/** of the slopes between each frame and the few after it */
function medianSlope(hours: readonly number[], logs: readonly number[]): number {
  const slopes = logs.flatMap((log, i) =>
    neighbours(i, logs.length, NEIGHBOURS)
      .filter((j) => j > i && hours[j] > hours[i])
      .map((j) => (logs[j] - log) / (hours[j] - hours[i])),
  )
  return slopes.length === 0 ? 0 : median(slopes)
}
