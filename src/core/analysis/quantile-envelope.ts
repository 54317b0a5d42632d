import { percentile } from '../features/displacement-features.ts'

/** A measurement of an embryo at a stage, or at any other place along an axis. */
export interface Measured {
  readonly embryo: string
  readonly at: number
  readonly value: number
}

/** Between which values the middle embryos lie, at one place. */
export interface EnvelopeBin {
  /** the bin's middle */
  readonly at: number
  readonly embryos: number
  readonly p5: number
  readonly p25: number
  readonly median: number
  readonly p75: number
  readonly p95: number
}

/** An embryo's mean in a bin, at the mean of its places there. */
export interface TrajectoryPoint {
  readonly at: number
  readonly value: number
  readonly count: number
}

/**
 * The quantiles over embryos of each embryo's mean (contract §10: per embryo first), bin by bin; bins without a measurement are left out.
 * What is not finite is left out.
 *
 * @param width of a bin; bins are centred on whole multiples of it
 */
export function quantileEnvelope(measured: Iterable<Measured>, width: number): EnvelopeBin[] {
  const points = [...trajectories(measured, width).values()].flat()
  const byBin = Map.groupBy(points, ({ bin }) => bin)
  return [...byBin]
    .sort(([one], [other]) => one - other)
    .map(([bin, means]) => {
      const sorted = Float64Array.from(means, ({ value }) => value).sort()
      const at = (percent: number) => percentile(sorted, percent)
      return {
        at: bin * width,
        embryos: sorted.length,
        p5: at(5),
        p25: at(25),
        median: at(50),
        p75: at(75),
        p95: at(95),
      }
    })
}

/**
 * Each embryo's means along the axis, bin by bin, in order; the embryos in the order in which they come. What is not finite is left out.
 *
 * @param width of a bin; bins are centred on whole multiples of it
 */
export function trajectories(
  measured: Iterable<Measured>,
  width: number,
): ReadonlyMap<string, readonly (TrajectoryPoint & { readonly bin: number })[]> {
  const finite = [...measured].filter(({ at, value }) => Number.isFinite(at) && Number.isFinite(value))
  return new Map(
    [...Map.groupBy(finite, ({ embryo }) => embryo)].map(([embryo, points]) => [embryo, meansByBin(points, width)]),
  )
}

function meansByBin(points: readonly Measured[], width: number) {
  return [...Map.groupBy(points, ({ at }) => Math.round(at / width))]
    .sort(([one], [other]) => one - other)
    .map(([bin, inBin]) => ({
      bin,
      at: meanOf(inBin.map(({ at }) => at)),
      value: meanOf(inBin.map(({ value }) => value)),
      count: inBin.length,
    }))
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
