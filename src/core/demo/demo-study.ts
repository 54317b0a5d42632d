import { STAGES_HPF, type StageHpf } from './demo-embryo.ts'
import { type DemoFrame, type DemoFrameTruth, drawFrames, type Resident } from './demo-frame.ts'
import { type DemoPair, manifestRow } from './demo-manifest.ts'
import { type PlannedEmbryo, type PlannedPair, planStudy } from './demo-plan.ts'
import type { MaterialPoint } from './embryo-body.ts'
import { LANDMARKS } from './landmarks.ts'

/** A study of made-up embryos whose true shapes and displacements are known. */
export interface DemoStudy {
  readonly frames: readonly DemoFrame[]
  /** the manifest's rows */
  readonly pairs: readonly DemoPair[]
  readonly truth: DemoTruth
}

/** What is known because it was made up; plain JSON. */
export interface DemoTruth {
  readonly seed: number | string
  /** material coordinates (S, R) of the landmarks, the same in every frame */
  readonly landmarks: readonly MaterialPoint[]
  /** in the frames' order */
  readonly frames: readonly DemoFrameTruth[]
}

export interface DemoStudyOptions {
  readonly seed?: number | string
  /** at least 1 */
  readonly pairs?: number
}

const FIRST_DAY = Date.UTC(2026, 0, 5)
const MS_BETWEEN_CLUTCHES = 7 * 24 * 3600 * 1000
const WELLS_PER_ROW = 12

/**
 * Makes up a study: wild-types and mutants whose tails curl to the belly or the back, of two or more clutches, each filmed at 30 and
 * 48 hpf, lying in the image at random; and the pairs to compare. The seed and the number of pairs decide everything.
 *
 * @throws RangeError where the number of pairs is not a whole number above 0
 */
export function makeDemoStudy({ seed = 1, pairs = 20 }: DemoStudyOptions = {}): DemoStudy {
  if (!Number.isInteger(pairs) || pairs < 1) throw new RangeError(`pairs must be a whole number above 0, not ${pairs}`)
  const plan = planStudy(pairs)
  const framesByEmbryo = seated(plan.embryos).map((resident) => drawFrames(resident, STAGES_HPF, seed))
  const frames = framesByEmbryo.flat()
  return {
    frames,
    pairs: manifestRows(plan.pairs, framesByEmbryo),
    truth: { seed, landmarks: LANDMARKS, frames: frames.map(({ truth }) => truth) },
  }
}

/** gives every embryo a well, plate by plate in the order of the list */
function seated(embryos: readonly PlannedEmbryo[]): Resident[] {
  const seatsTaken: number[] = []
  return embryos.map(({ genotype, clutch }) => {
    const seat = seatsTaken[clutch] ?? 0
    seatsTaken[clutch] = seat + 1
    const row = String.fromCharCode('A'.charCodeAt(0) + Math.floor(seat / WELLS_PER_ROW))
    const well = `${row}${String((seat % WELLS_PER_ROW) + 1).padStart(2, '0')}`
    const experimentDate = dateOf(clutch)
    return { embryoId: `${experimentDate}_${well}_e01`, genotype, clutch, experimentDate, well }
  })
}

function dateOf(clutch: number): string {
  return new Date(FIRST_DAY + clutch * MS_BETWEEN_CLUTCHES).toISOString().slice(0, 10).replaceAll('-', '')
}

function manifestRows(pairs: readonly PlannedPair[], framesByEmbryo: readonly (readonly DemoFrame[])[]): DemoPair[] {
  const ranks = new Map<PlannedPair['setType'], number>()
  return pairs.map((pair) => {
    const rank = (ranks.get(pair.setType) ?? 0) + 1
    ranks.set(pair.setType, rank)
    return manifestRow(pair, rank, rowAt(pair.src, pair.srcHpf), rowAt(pair.tgt, pair.tgtHpf))
  })

  function rowAt(embryo: number, stageHpf: StageHpf) {
    return framesByEmbryo[embryo][STAGES_HPF.indexOf(stageHpf)].row
  }
}
