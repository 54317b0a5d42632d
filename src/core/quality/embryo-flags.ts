import {
  type FrameOrientation,
  MIRRORED_X,
  MIRRORED_Y,
  type Mirroring,
  orientAlongTime,
  type PerMirroring,
  type SideEvidence,
} from '../canonical/orient-along-time.ts'
import { type GrowthFigures, growthFlags, type TimedMeasures } from './growth-flags.ts'
import { misfitFlags, misfits, positionFlags } from './outlier-flags.ts'
import type { QualityFlag } from './quality-flag.ts'
import { disagreement } from './silhouette.ts'

/** Frames so far apart have changed so much that their overlap says half as much about how they lie. */
const HALF_TRUST_HOURS = 6

/** A frame in its embryo's time course. */
export interface SeriesFrame extends TimedMeasures {
  readonly evidence: SideEvidence
}

/** What an embryo's frames say about one of them. */
export interface SeriesFigures extends GrowthFigures {
  /** share of the frame's shape that does not overlap with its neighbours in time */
  readonly shapeMisfit: number
}

export interface SeriesFrameQuality {
  readonly figures: SeriesFigures
  readonly orientation: FrameOrientation
  readonly flags: readonly QualityFlag[]
}

/**
 * Compares an embryo's frames with one another: which way each lies, and which of them do not belong.
 *
 * @param frames in time order, all of one embryo
 * @returns in the same order
 */
export function embryoFlags(frames: readonly SeriesFrame[]): readonly SeriesFrameQuality[] {
  const disagreements = rememberedDisagreements(frames)
  const orientations = orientAlongTime(
    frames.map(({ evidence }) => evidence),
    (i, j) => {
      const trust = 1 / (1 + (frames[j].hours - frames[i].hours) / HALF_TRUST_HOURS)
      const [asPlaced, inY, inX, inBoth] = disagreements(i, j)
      return [trust * asPlaced, trust * inY, trust * inX, trust * inBoth]
    },
  )
  const unlike = misfits(
    orientations.map(({ mirroring }) => mirroring),
    disagreements,
  )
  const growth = growthFlags(frames)
  const odd = misfitFlags(unlike)
  const moved = positionFlags(frames)
  return frames.map((_, i) => ({
    figures: { ...growth[i].figures, shapeMisfit: unlike[i] },
    orientation: orientations[i],
    flags: [...growth[i].flags, ...moved[i], ...odd[i], ...orientationFlags(orientations[i])],
  }))
}

function rememberedDisagreements(frames: readonly SeriesFrame[]): (i: number, j: number) => PerMirroring {
  const known = new Map<number, PerMirroring>()
  return (i, j) => {
    const key = i * frames.length + j
    const found = known.get(key) ?? disagreement(frames[i].measures.silhouette, frames[j].measures.silhouette)
    known.set(key, found)
    return found
  }
}

function orientationFlags({ mirroring, gain }: FrameOrientation): QualityFlag[] {
  if (mirroring === 0) return []
  const message = `its neighbours in time say that it lies ${describedMirroring(mirroring)}`
  return [{ kind: 'orientation-against-neighbours', number: gain, threshold: 0, message }]
}

function describedMirroring(mirroring: Mirroring): string {
  switch (mirroring) {
    case 0:
      return 'as it was placed'
    case MIRRORED_Y:
      return 'with its belly up'
    case MIRRORED_X:
      return 'with its tail left'
    case 3:
      return 'with its tail left and its belly up'
  }
}
