import { type Genotype, STAGES_HPF, type StageHpf } from './demo-embryo.ts'

/** An embryo of the demo study before it has a shape: who it is and where it was raised. */
export interface PlannedEmbryo {
  readonly genotype: Genotype
  /** which clutch, each filmed on a day of its own */
  readonly clutch: number
}

/** A pair of frames, its ends given as places in the list of embryos. */
export interface PlannedPair {
  readonly setType: 'wt_control' | 'wt_to_mutant' | 'transition'
  readonly src: number
  readonly tgt: number
  readonly srcHpf: StageHpf
  readonly tgtHpf: StageHpf
}

export interface StudyPlan {
  readonly embryos: readonly PlannedEmbryo[]
  readonly pairs: readonly PlannedPair[]
}

const FEWEST_WILD_TYPES = 4
const PAIRS_PER_WILD_TYPE = 8
const CONTROL_SHARE = 0.3
const PAIRS_PER_TRANSITION = 8
const MOST_TRANSITIONS = 2
/** a plate has 96 wells, and clutches do not come out quite even */
const MOST_EMBRYOS_PER_CLUTCH = 90

/**
 * Who is compared with whom in a study of so many pairs: three in ten are wild-type controls between neighbours in a ring of
 * wild-types, one or two follow an embryo from the first stage to the second, and the rest lead from a wild-type to a mutant of its
 * clutch and stage, every mutant at both stages.
 */
export function planStudy(pairCount: number): StudyPlan {
  const transitionCount = Math.min(MOST_TRANSITIONS, Math.floor(pairCount / PAIRS_PER_TRANSITION))
  const controlCount = Math.round(CONTROL_SHARE * pairCount)
  const mutantPairCount = pairCount - controlCount - transitionCount
  const wildTypeCount = Math.max(FEWEST_WILD_TYPES, Math.ceil(pairCount / PAIRS_PER_WILD_TYPE))
  const mutantCount = Math.ceil(mutantPairCount / STAGES_HPF.length)
  const clutches = Math.max(2, Math.ceil((wildTypeCount + mutantCount) / MOST_EMBRYOS_PER_CLUTCH))

  const wildTypes = range(wildTypeCount).map(
    (i): PlannedEmbryo => ({ genotype: 'wt', clutch: Math.floor((i * clutches) / wildTypeCount) }),
  )
  const mutants = range(mutantCount).map(
    (m): PlannedEmbryo => ({
      genotype: m % 2 === 0 ? 'curl-ventral' : 'curl-dorsal',
      clutch: Math.floor(m / 2) % clutches,
    }),
  )
  const mutantPairs = range(mutantPairCount).map((k): PlannedPair => {
    const m = Math.floor(k / 2)
    const { clutch } = mutants[m]
    const references = range(wildTypeCount).filter((i) => wildTypes[i].clutch === clutch)
    const src = references[Math.floor(m / 2 / clutches) % references.length]
    return { setType: 'wt_to_mutant', src, tgt: wildTypeCount + m, ...sameStage(k) }
  })
  const transitions = range(transitionCount).map((k): PlannedPair => {
    // a wild-type, then the first mutant
    const embryo = k === 0 ? 0 : wildTypeCount
    return { setType: 'transition', src: embryo, tgt: embryo, srcHpf: STAGES_HPF[0], tgtHpf: STAGES_HPF[1] }
  })
  const controls = range(controlCount).map((k) => controlPair(k, wildTypeCount))
  return { embryos: [...wildTypes, ...mutants], pairs: [...controls, ...mutantPairs, ...transitions] }
}

/** stage by stage, then the other direction, then the next two neighbours */
function controlPair(k: number, wildTypeCount: number): PlannedPair {
  const one = Math.floor(k / 4) % wildTypeCount
  const next = (one + 1) % wildTypeCount
  const back = Math.floor(k / 2) % 2 === 1
  return { setType: 'wt_control', src: back ? next : one, tgt: back ? one : next, ...sameStage(k) }
}

function sameStage(k: number): Pick<PlannedPair, 'srcHpf' | 'tgtHpf'> {
  const stageHpf = STAGES_HPF[k % STAGES_HPF.length]
  return { srcHpf: stageHpf, tgtHpf: stageHpf }
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i)
}
