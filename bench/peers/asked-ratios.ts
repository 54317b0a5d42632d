import { ALL, SAMPLED } from './bench-plan.ts'
import { type BenchRow, medianOf } from './bench-row.ts'
import type { PeerId } from './peers.ts'
import { otolithAtAll } from './peers-table.ts'

/** A ratio that the project set itself. */
interface Asked {
  readonly pair: string
  readonly what: string
  readonly support: string
  readonly solvers: readonly PeerId[]
  readonly ratio: number
}

const POT: readonly PeerId[] = ['pot', 'pot-ti', 'pot-ti-f32']
const POT_FLOAT64: readonly PeerId[] = ['pot', 'pot-ti']
const [BEST, BEST_FLOAT64] = ["POT's best", "POT's best in float64"]

const ASKED: readonly Asked[] = [
  { pair: 'A01', what: BEST, support: SAMPLED, solvers: POT, ratio: 60 },
  { pair: 'A01', what: BEST_FLOAT64, support: SAMPLED, solvers: POT_FLOAT64, ratio: 60 },
  { pair: 'A01', what: BEST, support: ALL, solvers: POT, ratio: 400 },
  { pair: 'A01', what: BEST_FLOAT64, support: ALL, solvers: POT_FLOAT64, ratio: 400 },
  { pair: 'A01', what: 'OTT-JAX as the original calls it', support: ALL, solvers: ['ott'], ratio: 500 },
  { pair: 'A01', what: "OTT-JAX's grid", support: ALL, solvers: ['ott-grid'], ratio: 20 },
  { pair: '3-mm', what: BEST, support: SAMPLED, solvers: POT, ratio: 300 },
  { pair: '3-mm', what: BEST_FLOAT64, support: SAMPLED, solvers: POT_FLOAT64, ratio: 300 },
]

/** A little over the tolerance of 1e-6: the run that is timed may stop an iteration before the one that found its threshold. */
const REACHED = 1.2e-6

/** The ratios that were asked for, as far as they were measured, beside what was asked. */
export function askedRatios(rows: readonly BenchRow[]): string[] {
  return ASKED.flatMap(({ pair, what, support, solvers, ratio }) => {
    const otolith = otolithAtAll(rows, pair)
    const peer = bestOf(
      rows.filter((row) => row.pair === pair && row.support === support && solvers.some((id) => id === row.solver)),
    )
    if (otolith === undefined || peer === undefined) return []
    const measured = `${peer.outOfTime ? 'at least ' : ''}${(peer.medianSec / otolith.medianSec).toFixed(0)}`
    return [`${pair}: ${what}, ${support} points: ${measured} × (asked: ${ratio}); ${peer.name}, ${peer.setting}`]
  })
}

/** The fastest of those that reach the tolerance; where none does, the one that comes nearest. */
export function bestOf(rows: readonly BenchRow[]): BenchRow | undefined {
  const errorOf = ({ certificate }: BenchRow) => certificate.marginal_error ?? Infinity
  const reached = rows.filter((row) => errorOf(row) <= REACHED)
  if (reached.length > 0) return reached.toSorted((a, b) => a.medianSec - b.medianSec)[0]
  return rows.toSorted((a, b) => errorOf(a) - errorOf(b))[0]
}

/** What POT's best would take for the seed's batch, from the demo pairs that were measured. */
export function batchLines(rows: readonly BenchRow[]): string[] {
  const pairs = [...new Set(rows.map(({ pair }) => pair))].filter((pair) => pair.startsWith('demo '))
  const times = pairs.flatMap((pair) => {
    const peer = bestOf(rows.filter((row) => row.pair === pair && row.support === SAMPLED && row.solver !== 'otolith'))
    const otolith = otolithAtAll(rows, pair)
    return peer && otolith ? [{ potSec: peer.medianSec, otolithSec: otolith.medianSec }] : []
  })
  if (times.length === 0) return []
  const potSec = times.reduce((sum, time) => sum + time.potSec, 0) / times.length
  const ratio = medianOf(times.map((time) => time.potSec / time.otolithSec))
  return [
    `${times.length} demo pairs: POT's best at ${SAMPLED} points ${ratio.toFixed(0)} × in the median; ` +
      `${potSec.toPrecision(3)} s a pair in the mean, ${(potSec * BATCH_PAIRS).toFixed(0)} s for ${BATCH_PAIRS} pairs`,
  ]
}

const BATCH_PAIRS = 313
