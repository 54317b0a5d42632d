import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf } from '../../src/core/message-of.ts'
import type { Engine } from '../../src/engines/engine.ts'
import { runParameters } from '../../src/runner/run-parameters.ts'
import { encodeNpz } from '../../src/study/npz.ts'
import type { PlannedPair, Support } from './bench-plan.ts'
import { type BenchRow, medianOf } from './bench-row.ts'
import { PEERS, type Peer, type PeerId } from './peers.ts'
import { writeProblem } from './problem-file.ts'
import { certifyInPython, type PeerLimits, solveWithPeer } from './python-solvers.ts'
import { type OtolithRun, prepareOtolith } from './solve-otolith.ts'

/** What a measurement needs besides the pair. */
export interface Bench {
  readonly engine: Engine
  readonly python: string
  /** a folder for what passes between the programs */
  readonly work: string
  readonly limits: PeerLimits
  progress(line: string): void
}

export interface Measured {
  readonly rows: readonly BenchRow[]
  /** what did not end, and why */
  readonly failures: readonly string[]
  readonly versions: Readonly<Record<string, string>>
}

/** Otolith is timed this often before and after every peer. */
const OTOLITH_REPETITIONS = 5
/** V8 is done compiling after some dozen solves; a batch's pairs come after that. */
const WARM_UPS = 3

/** Solves a pair with its peers one after another, and with Otolith between them, so that their ratios are of one time. */
export async function measurePair(planned: PlannedPair, bench: Bench): Promise<Measured> {
  const supports: PreparedSupport[] = []
  for (const support of planned.supports) supports.push(await prepareSupport(planned, support, bench))
  const timeOtolith = async () => {
    for (const support of supports) support.runs.push(...(await support.solveRepeatedly()))
  }
  for (let k = 0; k < WARM_UPS; k++) for (const support of supports) await support.solveRepeatedly()
  await timeOtolith()

  const rows: BenchRow[] = []
  const failures: string[] = []
  const versions: Record<string, string> = {}
  for (const support of supports) {
    for (const peer of PEERS.filter(({ id }) => support.peers.includes(id))) {
      const what = `${planned.pair.name}, ${support.row.support}: ${peer.name}`
      bench.progress(what)
      try {
        const { row, versions: used } = await peerRow(peer, support, bench)
        rows.push(row)
        Object.assign(versions, used)
      } catch (error) {
        failures.push(`${what}: ${messageOf(error)}`)
      }
      await timeOtolith()
    }
  }
  for (const support of supports) rows.push(await otolithRow(support, bench))
  return { rows, failures, versions }
}

/** One support of a pair, ready for every solver. */
interface PreparedSupport {
  readonly row: Pick<BenchRow, 'pair' | 'support' | 'sourcePoints' | 'targetPoints'>
  readonly peers: readonly PeerId[]
  readonly problemPath: string
  /** Otolith's, as far as they were timed */
  readonly runs: OtolithRun[]
  solveRepeatedly(): Promise<OtolithRun[]>
}

async function prepareSupport(
  { pair: { name, ...masks }, downsampleFactor }: PlannedPair,
  support: Support,
  { engine, work }: Bench,
): Promise<PreparedSupport> {
  const { maxSupportPoints } = support
  const sampling = maxSupportPoints === undefined ? {} : { maxSupportPoints }
  const { pair, solve } = await prepareOtolith(engine, masks, runParameters({ downsampleFactor, ...sampling }))
  const { source, target } = pair.problem
  const problemPath = join(work, `${name} ${maxSupportPoints ?? 'all'}.npz`)
  writeProblem(problemPath, pair)
  return {
    row: {
      pair: name,
      support: support.name,
      sourcePoints: source.weights.length,
      targetPoints: target.weights.length,
    },
    peers: support.peers,
    problemPath,
    runs: [],
    solveRepeatedly: async () => {
      const runs: OtolithRun[] = []
      while (runs.length < OTOLITH_REPETITIONS) runs.push(await solve())
      return runs
    },
  }
}

async function peerRow(peer: Peer & { readonly id: PeerId }, { row, problemPath }: PreparedSupport, bench: Bench) {
  const solution = await solveWithPeer(bench.python, peer, problemPath, bench.limits)
  const peerRow: BenchRow = {
    ...row,
    solver: peer.id,
    name: peer.name,
    seconds: solution.seconds,
    medianSec: medianOf(solution.seconds),
    iterations: solution.iterations,
    converged: solution.converged,
    outOfTime: solution.out_of_time,
    setting: solution.setting,
    certificate: solution.certificate,
  }
  return { row: peerRow, versions: solution.versions }
}

/** Its certificate is the peers' too: from potentials, in Python. */
async function otolithRow({ row, runs, problemPath }: PreparedSupport, bench: Bench): Promise<BenchRow> {
  const [{ potentials, iterations, converged }] = runs
  const potentialsPath = join(bench.work, 'potentials.npz')
  const vector = (data: Float64Array) => ({ data, shape: [data.length] })
  writeFileSync(potentialsPath, encodeNpz({ f: vector(potentials.f), g: vector(potentials.g) }))
  const { certificate } = await certifyInPython(bench.python, problemPath, potentialsPath)
  const seconds = runs.map(({ solveSec, mapsSec }) => solveSec + mapsSec)
  const medianMs = (step: 'solveSec' | 'mapsSec') => (1000 * medianOf(runs.map((run) => run[step]))).toPrecision(3)
  return {
    ...row,
    solver: 'otolith',
    name: `Otolith ${bench.engine.name}`,
    seconds,
    medianSec: medianOf(seconds),
    iterations,
    converged,
    outOfTime: false,
    setting: `solve ${medianMs('solveSec')} ms, certificate + maps ${medianMs('mapsSec')} ms`,
    certificate,
  }
}
