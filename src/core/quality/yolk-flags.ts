import type { RawFrame } from '../canonical/place-frame.ts'
import type { Mask } from '../mask/mask.ts'
import { rowRuns } from '../mask/row-runs.ts'
import type { FrameMeasures } from './measure-frame.ts'
import { percent, type QualityFlag } from './quality-flag.ts'

/** Two segmentations never agree on an outline; so much of the yolk may lie outside the embryo. */
const LARGEST_OUTSIDE_SHARE = 0.2

/** The yolk's share of the silhouette: half of it at 24 hpf, a few percent when it is nearly used up. */
const YOLK_SHARE = [0.02, 0.6] as const

/** What a yolk mask is judged by. */
export interface YolkFigures {
  /** the yolk's area over the body's */
  readonly share: number
  /** the part of it that lies outside the embryo's mask */
  readonly outsideShare: number
}

/** Measures a frame's yolk; undefined where it has none. */
export function yolkFigures({ mask, yolk, umPerPx }: RawFrame, { areaUm2 }: FrameMeasures): YolkFigures | undefined {
  const areaPx = yolk === undefined ? 0 : sharedPx(yolk, yolk)
  if (yolk === undefined || areaPx === 0) return undefined
  return { share: (areaPx * umPerPx ** 2) / areaUm2, outsideShare: 1 - sharedPx(yolk, mask) / areaPx }
}

/** A yolk mask that is missing, lies beside the embryo, or is no yolk by its size. */
export function yolkFlags(figures: YolkFigures | undefined): QualityFlag[] {
  if (figures !== undefined) return [...outsideFlags(figures.outsideShare), ...sizeFlags(figures.share)]
  const message = 'it has no yolk mask: head and tail, back and belly are told by its outline'
  return [{ kind: 'yolk-missing', number: 0, threshold: 1, message }]
}

function outsideFlags(number: number): QualityFlag[] {
  if (number <= LARGEST_OUTSIDE_SHARE) return []
  const message = `${percent(number)} of its yolk mask lies outside the embryo`
  return [{ kind: 'yolk-outside', number, threshold: LARGEST_OUTSIDE_SHARE, message }]
}

function sizeFlags(number: number): QualityFlag[] {
  const [least, most] = YOLK_SHARE
  if (number >= least && number <= most) return []
  const message = `its yolk mask takes up ${percent(number)} of the embryo: a yolk takes up ${percent(least)} to ${percent(most)}`
  return [{ kind: 'yolk-size', number, threshold: number < least ? least : most, message }]
}

/** how many pixels of one mask lie inside the other */
function sharedPx(one: Mask, other: Mask): number {
  const { heightPx, widthPx, starts, from, to } = rowRuns(one)
  let shared = 0
  for (let y = 0; y < heightPx; y++) {
    for (let run = starts[y]; run < starts[y + 1]; run++) {
      for (let x = from[run]; x < to[run]; x++) shared += other.data[y * widthPx + x]
    }
  }
  return shared
}
