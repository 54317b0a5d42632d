import type { OrientationEvidence } from '../core/canonical/body-pose.ts'
import { MIRRORED_X, MIRRORED_Y, type Mirroring, type SideEvidence } from '../core/canonical/orient-along-time.ts'
import type { HandCorrection, Placement } from '../core/canonical/place-frame.ts'
import { embryoFlags, type SeriesFigures } from '../core/quality/embryo-flags.ts'
import type { FrameQuality } from '../core/quality/frame-quality.ts'
import type { QualityFlag } from '../core/quality/quality-flag.ts'
import { sideEvidence } from '../core/quality/side-evidence.ts'
import type { EmbryoFrame } from '../study/embryo-table.ts'
import type { RunFrame } from './placed-frames.ts'

/** A frame as it was placed on its own. */
export interface AloneFrame {
  readonly frame: RunFrame
  readonly quality: FrameQuality
  readonly evidence: readonly OrientationEvidence[]
  readonly orientationUncertain: boolean
  /** a person turned it, flipped it or found it right: the others follow it, not it them */
  readonly isByHand: boolean
}

/** What is known of a frame's quality once its embryo's other frames of the run are known too; plain JSON. */
export interface CheckedQuality {
  readonly areaUm2: number
  readonly lengthUm: number
  readonly widthUm: number
  readonly yolkShare?: number
  /** undefined where the run has no other frame of the embryo */
  readonly series?: SeriesFigures
  /** how the frame was laid so that it agrees with its neighbours in time */
  readonly correction?: HandCorrection
  readonly flags: readonly QualityFlag[]
}

/** What a person saw outweighs all that neighbours say. */
const BY_HAND: SideEvidence = { head: Number.POSITIVE_INFINITY, back: Number.POSITIVE_INFINITY }

/**
 * Compares the frames of each embryo with one another. Under `placement = morphseq`, where each frame is placed on its own, what they say
 * of a frame's orientation is a flag and nothing more.
 *
 * @returns by the frames' keys
 */
export function qualityAlongTime(
  frames: readonly AloneFrame[],
  placement: Placement,
): ReadonlyMap<string, CheckedQuality> {
  const found = new Map<string, CheckedQuality>()
  for (const embryo of Map.groupBy(frames, ({ frame }) => frame.frame.embryoId).values()) {
    const hours = clock(embryo.map(({ frame }) => frame.frame))
    const timed = embryo
      .map((alone) => ({ alone, hours: hours(alone.frame.frame) }))
      .sort((a, b) => a.hours - b.hours || a.alone.frame.frame.frameIndex - b.alone.frame.frame.frameIndex)
    const series = embryoFlags(
      timed.map(({ alone, hours }) => ({
        hours,
        measures: alone.quality.measures,
        evidence: alone.isByHand ? BY_HAND : sideEvidence(alone),
      })),
    )
    timed.forEach(({ alone }, i) => {
      const { figures, orientation, flags } = series[i]
      const correction = placement === 'morphseq' ? undefined : correctionOf(orientation.mirroring)
      const { measures, yolkShare } = alone.quality
      found.set(alone.frame.key, {
        areaUm2: measures.areaUm2,
        lengthUm: measures.lengthUm,
        widthUm: measures.widthUm,
        ...(yolkShare === undefined ? {} : { yolkShare }),
        ...(timed.length > 1 ? { series: figures } : {}),
        ...(correction ? { correction } : {}),
        flags: [...alone.quality.flags, ...flags],
      })
    })
  }
  return found
}

/** Hours by the first clock that all of an embryo's frames have: the film's, the stage's, or else a frame an hour. */
function clock(frames: readonly EmbryoFrame[]): (frame: EmbryoFrame) => number {
  if (frames.every(({ relativeTimeSec }) => relativeTimeSec !== undefined)) {
    return ({ relativeTimeSec = 0 }) => relativeTimeSec / 3600
  }
  if (frames.every(({ predictedStageHpf }) => predictedStageHpf !== undefined)) {
    return ({ predictedStageHpf = 0 }) => predictedStageHpf
  }
  return ({ frameIndex }) => frameIndex
}

/** A turn by 180° mirrors both ways, a flip top to bottom. */
function correctionOf(mirroring: Mirroring): HandCorrection | undefined {
  if (mirroring === 0) return undefined
  const turned = (mirroring & MIRRORED_X) !== 0
  return { turned, flipped: turned !== ((mirroring & MIRRORED_Y) !== 0) }
}
