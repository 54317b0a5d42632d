import { SHARED_DATA_MISSING, sharedDir } from '../../tests/support/shared.ts'
import { type BenchPair, demoPairs, goldenPair } from './bench-pairs.ts'
import { PEERS, type PeerId } from './peers.ts'

/** Which of a pair's pixels take part. */
export interface Support {
  readonly name: string
  /** every pixel where undefined */
  readonly maxSupportPoints?: number
  /** who solves it besides Otolith */
  readonly peers: readonly PeerId[]
}

export interface PlannedPair {
  readonly pair: BenchPair
  readonly downsampleFactor: number
  readonly supports: readonly Support[]
}

export interface Plan {
  readonly pairs: readonly PlannedPair[]
  /** what is not measured, and why */
  readonly left: readonly string[]
}

const POINT_PEERS = PEERS.map(({ id }) => id).filter((id) => id !== 'ott-grid' && id !== 'ott-grid-log')
const ALL_PEERS = PEERS.map(({ id }) => id)
const POT_BEST: readonly PeerId[] = ['pot-ti', 'pot-ti-f32']

export const SAMPLED = '3,000'
export const ALL = 'all'

/** What is measured: the real pair, the 3-mm pair, and a sample of demo pairs with POT's best only. */
export function fullPlan(demoCount: number): Plan {
  const demo = demoPairs(demoCount).map((pair) => planned(pair, POT_BEST, []))
  if (sharedDir === undefined) return { pairs: demo, left: [`A01 and 3-mm: ${SHARED_DATA_MISSING}`] }
  const real = goldenPair('A01', 'A01_t0_to_A01_t1')
  const long = goldenPair('3-mm', 'long_wt_to_ventral60')
  const longAll: readonly PeerId[] = ['pot-ti', 'pot-ti-f32', 'ott-momentum', 'ott-grid']
  return {
    pairs: [planned(real, POINT_PEERS, ALL_PEERS), planned(long, POINT_PEERS, longAll), ...demo],
    left: ['3-mm at all pixels: only the fastest of each kind, as the others take many minutes'],
  }
}

/** Every peer once on a demo pair at a quarter of its resolution. */
export function smokePlan(): Plan {
  const [pair] = demoPairs(1)
  const supports = [
    { name: '200', maxSupportPoints: 200, peers: POINT_PEERS },
    { name: ALL, peers: ['ott-grid', 'ott-grid-log'] as const },
  ]
  return { pairs: [{ pair, downsampleFactor: 4, supports }], left: [] }
}

function planned(pair: BenchPair, sampled: readonly PeerId[], all: readonly PeerId[]): PlannedPair {
  const supports = [
    { name: SAMPLED, maxSupportPoints: 3000, peers: sampled },
    { name: ALL, peers: all },
  ]
  return { pair, downsampleFactor: 1, supports }
}

/** What is left of a plan where only rows are asked for whose name, as in `A01/3,000/pot-ti`, holds one of the texts. */
export function onlyOf(plan: Plan, texts: readonly string[] | undefined): Plan {
  if (texts === undefined) return plan
  const asked = (name: string) => texts.some((text) => name.includes(text))
  const pairs = plan.pairs.flatMap((planned) => {
    const supports = planned.supports.map((support) => ({
      ...support,
      peers: support.peers.filter((id) => asked(`${planned.pair.name}/${support.name}/${id}`)),
    }))
    return supports.some(({ peers }) => peers.length > 0) ? [{ ...planned, supports }] : []
  })
  return { pairs, left: [`all but what holds ${texts.join(' or ')}`] }
}
