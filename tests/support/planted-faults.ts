import { applyAffine } from '../../src/core/canonical/affine.ts'
import { canonicalGrid } from '../../src/core/canonical/canonical-grid.ts'
import { type Placement, PlacementError, placeFrame, type RawFrame } from '../../src/core/canonical/place-frame.ts'
import { poseBody } from '../../src/core/demo/draw-embryo.ts'
import { type MaterialPoint, materialToBody } from '../../src/core/demo/embryo-body.ts'
import { fillPolygon } from '../../src/core/demo/fill-polygon.ts'
import type { Mask } from '../../src/core/mask/mask.ts'
import { embryoFlags } from '../../src/core/quality/embryo-flags.ts'
import { frameQuality } from '../../src/core/quality/frame-quality.ts'
import type { FrameFlagKind } from '../../src/core/quality/quality-flag.ts'
import { sideEvidence } from '../../src/core/quality/side-evidence.ts'
import { type Random, seededRandom } from '../../src/core/random.ts'
import { LAPSE_UM_PER_PX, type LapseEmbryo, type LapseFrame, timeLapse } from './time-lapse.ts'

export const FAULTS = ['flip', 'mirror', 'amputated tail', 'swapped ids', 'merged neighbours'] as const
export type Fault = (typeof FAULTS)[number]

/** What became of one frame of the film. */
export interface JudgedFrame {
  readonly name: string
  readonly fault: Fault | undefined
  readonly flags: readonly (FrameFlagKind | 'unusable-frame')[]
}

/** A frame's masks as a segmentation gives them. */
export interface RawMasks {
  readonly mask: Mask
  readonly yolk: Mask
}

/**
 * Films embryos, plants a fault in one frame of ten and says what the quality flags make of it. A `flip` is a yolk mask in the tail, a
 * `mirror` one in the back: what places a frame the wrong way round. `swapped ids` exchanges the two embryos of a well, in both of
 * which the frame counts as faulty.
 */
export function judgedFilm(
  seed: number,
  placement: Placement,
  embryoCount = 10,
  frameCount = 20,
): readonly JudgedFrame[] {
  const film = timeLapse(embryoCount, frameCount, seed)
  const random = seededRandom(`faults ${seed}`)
  const faults = plantedFaults(film, random)
  return film.flatMap((embryo, k) => {
    const partner = film[k ^ 1]
    const frames = embryo.frames.map((frame, i) => {
      const fault = faults[k][i]
      return { frame, fault, raw: { ...faulty(frame, partner.frames[i], fault, random), umPerPx: LAPSE_UM_PER_PX } }
    })
    const seen = frames.map(({ raw }) => seenFrame(raw, placement))
    const usable = seen.flatMap((one, i) => (one ? [{ ...one, hours: frames[i].frame.hours, i }] : []))
    const series = new Map(embryoFlags(usable).map(({ flags }, at) => [usable[at].i, flags]))
    return frames.map(({ fault }, i) => {
      const flags = [...(seen[i]?.flags ?? []), ...(series.get(i) ?? [])].map(({ kind }) => kind)
      return { name: `${embryo.embryoId} ${i}`, fault, flags: seen[i] ? flags : ['unusable-frame'] }
    })
  })
}

/** A frame as a run sees it; undefined where it can't be placed, which a run says. */
function seenFrame(raw: RawFrame, placement: Placement) {
  const grid = canonicalGrid()
  try {
    const placed = placeFrame(raw, grid, placement)
    return { ...frameQuality(raw, placed, grid), evidence: sideEvidence(placed) }
  } catch (error) {
    if (error instanceof PlacementError) return undefined
    throw error
  }
}

/** One frame of ten, the faults in turn. */
function plantedFaults(film: readonly LapseEmbryo[], random: Random): (Fault | undefined)[][] {
  const planted = film.map(({ frames }): (Fault | undefined)[] => frames.map(() => undefined))
  const wanted = Math.round((film.length * film[0].frames.length) / 10)
  for (let count = 0, turn = 0; count < wanted; ) {
    const k = Math.floor(random.uniform(0, film.length))
    const i = Math.floor(random.uniform(0, film[k].frames.length))
    const fault = FAULTS[turn % FAULTS.length]
    const ends = fault === 'swapped ids' ? [k, k ^ 1] : [k]
    if (ends.some((end) => planted[end][i] !== undefined)) continue
    for (const end of ends) planted[end][i] = fault
    count += ends.length
    turn++
  }
  return planted
}

/** where an amputated tail ends */
const CUT_S = [0.65, 0.88] as const

/** A frame's masks with a fault planted in them; `partner` is the other embryo of its well in the same frame. */
export function faulty(frame: LapseFrame, partner: LapseFrame, fault: Fault | undefined, random: Random): RawMasks {
  switch (fault) {
    case undefined:
      return frame
    case 'flip':
      return { ...frame, yolk: bodyPart(frame, [0.7, 0.95], [-1, 1]) }
    case 'mirror':
      return { ...frame, yolk: bodyPart(frame, [0.15, 0.4], [-1, -0.1]) }
    case 'amputated tail':
      return { ...frame, mask: without(frame.mask, bodyPart(frame, [random.uniform(...CUT_S), 1], [-1, 1])) }
    case 'swapped ids':
      return partner
    case 'merged neighbours':
      return { ...frame, mask: joined(frame, partner) }
  }
}

/** The part of a body between two places along it and two across it, as a mask. */
function bodyPart({ body, pose }: LapseFrame, [fromS, toS]: MaterialPoint, [fromR, toR]: MaterialPoint): Mask {
  const map = poseBody(body, pose)
  const along = Array.from({ length: 41 }, (_, k) => fromS + ((toS - fromS) * k) / 40)
  const outline = [
    ...along.map((s): MaterialPoint => [s, fromR]),
    ...along.toReversed().map((s): MaterialPoint => [s, toR]),
  ]
  const corners = outline.map((point) => applyAffine(map, materialToBody(body, point)))
  return fillPolygon(corners, pose.heightPx, pose.widthPx)
}

function without(mask: Mask, part: Mask): Mask {
  return { ...mask, data: mask.data.map((inside, i) => inside & (1 - part.data[i])) }
}

/** Both embryos as one, the other moved until they touch. */
function joined({ mask, pose }: LapseFrame, partner: LapseFrame): Mask {
  const towards = Math.sign(pose.centreYx[1] - partner.pose.centreYx[1])
  let moved = partner.mask
  for (let shiftPx = 0; shiftPx < mask.widthPx; shiftPx += SHIFT_STEP_PX) {
    moved = shifted(partner.mask, towards * shiftPx)
    if (moved.data.some((inside, i) => (inside & mask.data[i]) === 1)) break
  }
  return { ...mask, data: mask.data.map((inside, i) => inside | moved.data[i]) }
}

const SHIFT_STEP_PX = 4

function shifted({ heightPx, widthPx, data }: Mask, byPx: number): Mask {
  return {
    heightPx,
    widthPx,
    data: data.map((_, i) => {
      const x = (i % widthPx) - byPx
      return x >= 0 && x < widthPx ? data[i - byPx] : 0
    }),
  }
}
