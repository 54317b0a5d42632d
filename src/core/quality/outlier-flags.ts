import { between, COMPARED_LAG, type Mirroring, type PerMirroring } from '../canonical/orient-along-time.ts'
import { median, neighbours, robustSpread } from './expected-value.ts'
import type { TimedMeasures } from './growth-flags.ts'
import { percent, type QualityFlag } from './quality-flag.ts'

/** With fewer frames there is no telling which of them is the odd one. */
const FEWEST_FRAMES = 5
/** an odd frame stands out by so many standard deviations from the others, */
const OUTLIER_SPREADS = 6
/** and by at least so much of its area, */
const SMALLEST_MISFIT = 0.06
/** or of its length */
const SMALLEST_MOVE = 0.5

/**
 * How much of each frame does not overlap with its neighbours up to two before and after: with the better half of them, so that a bad
 * neighbour says nothing against a good frame.
 */
export function misfits(
  mirrorings: readonly Mirroring[],
  disagreement: (i: number, j: number) => PerMirroring,
): readonly number[] {
  return mirrorings.map((own, i) =>
    betterHalf(
      neighbours(i, mirrorings.length, COMPARED_LAG).map(
        (j) => disagreement(Math.min(i, j), Math.max(i, j))[between(own, mirrorings[j])],
      ),
    ),
  )
}

/** Frames whose shape fits their neighbours far worse than the embryo's other frames fit theirs. */
export function misfitFlags(found: readonly number[]): readonly (readonly QualityFlag[])[] {
  const threshold = outlierThreshold(found, SMALLEST_MISFIT)
  return found.map((number) => {
    if (!(number > threshold)) return []
    const message =
      `${percent(number)} of its shape does not fit its neighbours in time, of the others' ${percent(median(found))}: ` +
      'it may be another embryo'
    return [{ kind: 'shape-misfit', number, threshold, message }]
  })
}

/** Frames in which the embryo lies far from where it does before and after, while it hardly moves otherwise. */
export function positionFlags(frames: readonly TimedMeasures[]): readonly (readonly QualityFlag[])[] {
  const moves = frames.map(({ measures }, i) => {
    const [y, x] = measures.positionYxUm
    const away = neighbours(i, frames.length, COMPARED_LAG).map((j) => {
      const [otherY, otherX] = frames[j].measures.positionYxUm
      return Math.hypot(otherY - y, otherX - x)
    })
    return betterHalf(away) / measures.lengthUm
  })
  const threshold = outlierThreshold(moves, SMALLEST_MOVE)
  return moves.map((number) => {
    if (!(number > threshold)) return []
    const message = `it lies ${number.toFixed(2)} body lengths from where its neighbours in time lie: it may be another embryo`
    return [{ kind: 'position-jump', number, threshold, message }]
  })
}

function outlierThreshold(values: readonly number[], smallest: number): number {
  if (values.length < FEWEST_FRAMES) return Number.POSITIVE_INFINITY
  const usual = median(values)
  return usual + Math.max(smallest, OUTLIER_SPREADS * robustSpread(values.map((value) => value - usual)))
}

/** the largest of the better half; 0 for none */
function betterHalf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.ceil(sorted.length / 2) - 1] ?? 0
}
