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
import { type SourceAnterior, sourceAnterior, type TargetEnd, type TaskTarget, targetEnd } from './target-end.ts'

/** One self-transport to solve. */
export interface SelfTask {
  readonly mask: Mask
  readonly phase: BlockPhase
  readonly parameters: RunParameters
  readonly engine: EngineName
}

export interface SelfResult {
  readonly self: SelfTransport
  /** where targets are laid over it */
  readonly anterior?: SourceAnterior
  readonly selfSec: number
}

/** Solves a placed frame's transport onto itself. */
export async function runSelfTask({ mask, phase, parameters, engine }: SelfTask): Promise<SelfResult> {
  const startMs = performance.now()
  const coordScale = coordScaleOf(canonicalGrid(parameters.gridUmPerPx))
  const problem = selfProblem(selfSupport(mask, phase, parameters), { ...parameters, coordScale })
  const { solution } = await solveHere(engine, { problem, ...SELF_OPTIONS })
  const self = selfTransport(problem, solution)
  const anterior = parameters.refinement === 'rigid' ? sourceAnterior({ mask, self }, parameters) : undefined
  return { self, ...(anterior ? { anterior } : {}), selfSec: (performance.now() - startMs) / 1000 }
}

/** One pair to solve and write. */
export interface PairTask {
  readonly source: PairEnd
  readonly target: TaskTarget
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
    /** where the target was laid over the source */
    readonly refined?: RefinedFigures
    /** solve, certificate and maps: `mapsSec` is part of it */
    readonly solveSec: number
    readonly writeSec: number
  }

/** Solves a pair and writes its folder. */
export async function runPairTask(task: PairTask): Promise<PairResult> {
  const { source, parameters } = task
  const { target, refined } = targetEnd(source, task.target, parameters)
  const startMs = performance.now()
  const grid = canonicalGrid(parameters.gridUmPerPx)
  const { pair, job } = pairJob(source, target, grid, parameters, refined?.potentials)
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
    metadata: pairMetadata({ ...task.identity, engine: who.engine, ...refinedIdentity(refined) }, computed, parameters),
  })
  const { metrics, features, iterations, converged, mapsSec, featuresSec } = computed
  return {
    metrics,
    features,
    iterations,
    converged,
    ...who,
    ...(refined ? { refined: figuresOf(refined) } : {}),
    solveSec: preparedSec + solveSec + mapsSec,
    mapsSec,
    featuresSec,
    writeSec: (performance.now() - computedMs) / 1000,
  }
}

type Refined = NonNullable<TargetEnd['refined']>

/** What is told of a refinement in a pair's row. */
export type RefinedFigures = Omit<Refined, 'transform' | 'potentials'>

function figuresOf({ transform: _transform, potentials: _potentials, ...figures }: Refined): RefinedFigures {
  return figures
}

function refinedIdentity(refined: Refined | undefined): object {
  return refined ? { refinement: { ...refined.refinement, tgt_transform: refined.transform } } : {}
}
