import { canonicalGrid, coordScaleOf } from '../core/canonical/canonical-grid.ts'
import type { Mask } from '../core/mask/mask.ts'
import { type BlockPhase, selfSupport } from '../core/pair/work-pair.ts'
import { type SelfTransport, solveSelf } from '../core/transport/self-transport.ts'
import { engineByName } from '../engines/choose-engine.ts'
import type { EngineName } from '../engines/engine.ts'
import { type CouplingOutput, writePairArtifacts } from '../study/pair-artifacts.ts'
import { type ComputedPair, computePair, type PairEnd } from './compute-pair.ts'
import { pairMetadata } from './pair-metadata.ts'
import type { RunParameters } from './run-parameters.ts'

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
export function runSelfTask({ mask, phase, parameters, engine }: SelfTask): SelfResult {
  const startMs = performance.now()
  const coordScale = coordScaleOf(canonicalGrid(parameters.gridUmPerPx))
  const regularisation = { ...parameters, coordScale }
  const self = solveSelf(selfSupport(mask, phase, parameters), regularisation, engineByName(engine).selfKernel)
  return { self, selfSec: (performance.now() - startMs) / 1000 }
}

/** One pair to solve and write. */
export interface PairTask {
  readonly source: PairEnd
  readonly target: PairEnd
  readonly parameters: RunParameters
  readonly engine: EngineName
  readonly coupling: CouplingOutput
  /** the pair's folder */
  readonly dir: string
  /** what `metadata.json` says beyond the solution: ids, transforms, versions */
  readonly identity: object
}

/** What comes back of a pair: its figures. Its arrays are on disk. */
export type PairResult = Pick<
  ComputedPair,
  'metrics' | 'features' | 'iterations' | 'converged' | 'solveSec' | 'featuresSec'
> & { readonly writeSec: number; readonly device: string }

/** Solves a pair and writes its folder. */
export function runPairTask(task: PairTask): PairResult {
  const engine = engineByName(task.engine)
  const grid = canonicalGrid(task.parameters.gridUmPerPx)
  const computed = computePair(task.source, task.target, grid, task.parameters, engine)
  const startMs = performance.now()
  writePairArtifacts(task.dir, {
    solved: computed.solved,
    maps: computed.maps,
    sourceMask: task.source.mask,
    targetMask: task.target.mask,
    coupling: task.coupling,
    metadata: pairMetadata(task.identity, computed, task.parameters),
  })
  const { metrics, features, iterations, converged, solveSec, featuresSec } = computed
  const writeSec = (performance.now() - startMs) / 1000
  return { metrics, features, iterations, converged, solveSec, featuresSec, writeSec, device: engine.device }
}
