import { type Deviation, deviations, robustSpread } from './expected-value.ts'
import type { FrameMeasures } from './measure-frame.ts'
import { percent, type QualityFlag } from './quality-flag.ts'
import { secondLobeShare } from './second-lobe.ts'

/** An embryo's frame in its time course. */
export interface TimedMeasures {
  readonly hours: number
  readonly measures: FrameMeasures
}

/** How far area, length and width of a frame exceed what its neighbours let expect, as shares: −0.2 is a fifth less. */
export interface GrowthFigures {
  readonly areaJump: number
  readonly lengthJump: number
  readonly widthJump: number
}

/** What may always be off: outlines are drawn anew in every frame. */
const JUMP_SHARE = 0.08
/** and what an hour between frames adds: an embryo grows by 2 to 3 % in one */
const JUMP_SHARE_PER_HOUR = 0.03
/** a jump stands out by so many standard deviations from what is usual in the embryo's frames */
const JUMP_SPREADS = 5
/** which fewer frames do not tell */
const FEWEST_FOR_SPREAD = 5

const TAIL_LENGTH_SHARE = 0.1
const MERGED_AREA_SHARE = 0.25
/** the second body's thick part over the first's */
const LOBE_SHARE = 0.3

/** Flags frames in which an embryo's area, length or width jumps. Frames in time order. */
export function growthFlags(
  frames: readonly TimedMeasures[],
): readonly { readonly figures: GrowthFigures; readonly flags: readonly QualityFlag[] }[] {
  const hours = frames.map((frame) => frame.hours)
  const course = (measure: (measures: FrameMeasures) => number): Course => {
    const found = deviations(
      hours,
      frames.map(({ measures }) => measure(measures)),
    )
    const isKnown = frames.length >= FEWEST_FOR_SPREAD
    return { found, spread: isKnown ? robustSpread(found.map(({ share }) => share)) : 0 }
  }
  const area = course(({ areaUm2 }) => areaUm2)
  const length = course(({ lengthUm }) => lengthUm)
  const width = course(({ widthUm }) => widthUm)
  return frames.map(({ measures }, i) => {
    const figures = {
      areaJump: area.found[i].share,
      lengthJump: length.found[i].share,
      widthJump: width.found[i].share,
    }
    const jumps = [
      ...jumpFlags('area-jump', 'area', area, i),
      ...jumpFlags('length-jump', 'length', length, i),
      ...jumpFlags('width-jump', 'width', width, i),
    ]
    const kinds = new Set(jumps.map(({ kind }) => kind))
    const causes = [
      ...(kinds.has('length-jump') ? tailFlags(figures) : []),
      ...(kinds.has('area-jump') ? mergedFlags(figures, measures) : []),
    ]
    return { figures, flags: [...jumps, ...causes] }
  })
}

interface Course {
  readonly found: readonly Deviation[]
  readonly spread: number
}

function jumpFlags(
  kind: 'area-jump' | 'length-jump' | 'width-jump',
  word: string,
  { found, spread }: Course,
  i: number,
): QualityFlag[] {
  const { share, hours } = found[i]
  const threshold = Math.max(JUMP_SHARE + JUMP_SHARE_PER_HOUR * hours, JUMP_SPREADS * spread)
  if (!(Math.abs(share) > threshold)) return []
  const less = share < 0 ? 'less' : 'more'
  const message = `its ${word} is ${percent(Math.abs(share))} ${less} than its neighbours in time let expect`
  return [{ kind, number: share, threshold: Math.sign(share) * threshold, message }]
}

function tailFlags({ lengthJump, areaJump }: GrowthFigures): QualityFlag[] {
  if (lengthJump >= -TAIL_LENGTH_SHARE || areaJump >= 0) return []
  const message = `${percent(-lengthJump)} of its length are gone: its tail may be missing`
  return [{ kind: 'tail-lost', number: lengthJump, threshold: -TAIL_LENGTH_SHARE, message }]
}

function mergedFlags({ areaJump }: GrowthFigures, { silhouette }: FrameMeasures): QualityFlag[] {
  if (areaJump <= MERGED_AREA_SHARE || secondLobeShare(silhouette.mask) <= LOBE_SHARE) return []
  const message = `it is ${percent(areaJump)} larger than expected and has a second thick part: a neighbour may be in it`
  return [{ kind: 'merged-neighbours', number: areaJump, threshold: MERGED_AREA_SHARE, message }]
}
