/** The middle of some figures, and the quarter and three quarters between which half of them lie. */
export interface Spread {
  readonly count: number
  readonly low: number
  readonly median: number
  readonly high: number
}

/** The spread of figures; null where there is none. Quantiles are interpolated, as numpy's are. */
export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null
  const sorted = Float64Array.from(values).sort()
  return {
    count: sorted.length,
    low: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    high: quantile(sorted, 0.75),
  }
}

function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1)
  const below = sorted[Math.floor(at)] ?? Number.NaN
  const above = sorted[Math.ceil(at)] ?? Number.NaN
  return below + (above - below) * (at - Math.floor(at))
}
