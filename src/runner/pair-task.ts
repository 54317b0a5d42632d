import type { MessagePort } from 'node:worker_threads'
import { canonicalGrid, coordScaleOf } from '../core/canonical/canonical-grid.ts'
import type { Mask } from '../core/mask/mask.ts'
import { type BlockPhase, selfSupport } from '../core/pair/work-pair.ts'
import { SELF_OPTIONS, type SelfTransport, selfProblem, selfTransport } from '../core/transport/self-transport.ts'
import type { EngineName } from '../engines/engine.ts'
import { type CouplingOutput, writePairArtifacts } from '../study/pair-artifacts.ts'
import { type ComputedPair, computePair, type PairEnd, pairJob } from './compute-pair.ts'
import { pairMetadata } from './pair-metadata.ts'
import type { RunParameters } from './run-parameters.ts'
import { type SolvedJob, solveElsewhere, solveHere } from './solve-job.ts'

/** One self-transport to solve. */
export interface SelfTask {
  readonly mask: Mask
  readonly phase: BlockPhase
  readonly parameters: RunParameters
  readonly engine: EngineName
}

export interface SelfResult {
  readonly self: SelfTransport
  readonly selfSec: number
}

/** Solves a placed frame's transport onto itself. */
export async function runSelfTask({ mask, phase, parameters, engine }: SelfTask): Promise<SelfResult> {
  const startMs = performance.now()
  const coordScale = coordScaleOf(canonicalGrid(parameters.gridUmPerPx))
  const problem = selfProblem(selfSupport(mask, phase, parameters), { ...parameters, coordScale })
  const { solution } = await solveHere(engine, { problem, ...SELF_OPTIONS })
  const self = selfTransport(problem, solution)
  return { self, selfSec: (performance.now() - startMs) / 1000 }
}

/** One pair to solve and write. */
export interface PairTask {
  readonly source: PairEnd
  readonly target: PairEnd
  readonly parameters: RunParameters
  readonly engine: EngineName
  /** to the engine, where it does not live in the pool's workers */
  readonly port?: MessagePort
  readonly coupling: CouplingOutput
  /** the pair's folder */
  readonly dir: string
  /** what `metadata.json` says beyond the solution: ids, transforms, versions */
  readonly identity: object
}

/** What comes back of a pair: its figures. Its arrays are on disk. */
export type PairResult = Pick<
  ComputedPair,
  'metrics' | 'features' | 'iterations' | 'converged' | 'mapsSec' | 'featuresSec'
> &
  Pick<SolvedJob, 'engine' | 'device' | 'engineError'> & {
    /** solve, certificate and maps: `mapsSec` is part of it */
    readonly solveSec: number
    readonly writeSec: number
  }

/** Solves a pair and writes its folder. */
export async function runPairTask(task: PairTask): Promise<PairResult> {
  const { source, target, parameters } = task
  const startMs = performance.now()
  const { pair, job } = pairJob(source, target, canonicalGrid(parameters.gridUmPerPx), parameters)
  const preparedSec = (performance.now() - startMs) / 1000
  const { solution, solveSec, ...who } = task.port
    ? await solveElsewhere(task.engine, job, task.port)
    : await solveHere(task.engine, job)
  const computed = computePair(pair, solution, source, target, parameters)
  const computedMs = performance.now()
  writePairArtifacts(task.dir, {
    solved: computed.solved,
    maps: computed.maps,
    sourceMask: source.mask,
    targetMask: target.mask,
    coupling: task.coupling,
    metadata: pairMetadata({ ...task.identity, engine: who.engine }, computed, parameters),
  })
  const { metrics, features, iterations, converged, mapsSec, featuresSec } = computed
  return {
    metrics,
    features,
    iterations,
    converged,
    ...who,
    solveSec: preparedSec + solveSec + mapsSec,
    mapsSec,
    featuresSec,
    writeSec: (performance.now() - computedMs) / 1000,
  }
}
