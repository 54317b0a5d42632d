import type { Mask } from '../src/core/mask/mask.ts'
import { pairFrame } from '../src/core/pair/pair-frame.ts'
import { blockPhase } from '../src/core/pair/work-pair.ts'
import { runFrameTask } from '../src/runner/frame-task.ts'
import { runPairTask, runSelfTask } from '../src/runner/pair-task.ts'
import type { RunParameters } from '../src/runner/run-parameters.ts'
import type { BenchFrame, EmbryoPair } from './embryo-pairs.ts'

/** The steps of a pair in their order; the first three are a frame's. */
export const STEPS = ['load', 'place', 'self', 'solve', 'maps', 'features', 'write'] as const
export type Step = (typeof STEPS)[number]

export const STEP_NAMES: Readonly<Record<Step, string>> = {
  load: 'decode a frame',
  place: 'place a frame',
  self: 'self-transport of a frame',
  solve: 'solve',
  maps: 'certificate + maps',
  features: 'features',
  write: 'write',
}

/** A pair once through all steps. */
export interface PairRun {
  /** of a frame's steps the mean of the two; undefined where a frame came placed */
  readonly stepSec: Readonly<Record<Step, number | undefined>>
  /** points of both ends */
  readonly points: number
  /** at every pixel */
  readonly iterations: number
  readonly marginalError: number
  readonly gap: number
  readonly converged: boolean
}

/** Takes a pair through the very steps that a run's workers take it through, in this thread. */
export async function runPair(pair: EmbryoPair, parameters: RunParameters, dir: string): Promise<PairRun> {
  const { source, target } = await pairEnds(pair, parameters)
  const result = await runPairTask({
    source,
    target: { kind: 'placed', ...target },
    parameters,
    engine: 'cpu',
    coupling: 'potentials',
    dir,
    identity: { pair_id: pair.name },
  })
  const { metrics, mapsSec } = result
  return {
    stepSec: {
      load: meanOf(source.loadSec, target.loadSec),
      place: meanOf(source.placeSec, target.placeSec),
      self: meanOf(source.selfSec, target.selfSec),
      solve: result.solveSec - mapsSec,
      maps: mapsSec,
      features: result.featuresSec,
      write: result.writeSec,
    },
    points: metrics.n_support_src + metrics.n_support_tgt,
    iterations: result.iterations,
    marginalError: metrics.marginal_error,
    gap: metrics.gap,
    converged: result.converged,
  }
}

/** Solve, certificate and maps: what is compared with other solvers. */
export function solvedSec({ stepSec }: PairRun): number {
  return (stepSec.solve ?? 0) + (stepSec.maps ?? 0)
}

/** Both ends of a pair, ready to be solved. */
export async function pairEnds(pair: EmbryoPair, parameters: RunParameters) {
  const [source, target] = [await placed(pair.source, parameters), await placed(pair.target, parameters)]
  const phase = blockPhase(pairFrame(source.mask, target.mask, parameters.downsampleFactor))
  const withSelf = async (frame: Placed) => ({
    ...frame,
    ...(await runSelfTask({ mask: frame.mask, phase, parameters, engine: 'cpu' })),
  })
  return { source: await withSelf(source), target: await withSelf(target) }
}

interface Placed {
  readonly mask: Mask
  readonly loadSec?: number
  readonly placeSec?: number
}

async function placed(frame: BenchFrame, { placement, gridUmPerPx }: RunParameters): Promise<Placed> {
  if (frame.kind === 'placed') return { mask: frame.mask }
  const { mask, umPerPx, yolkPath } = frame.frame
  const task = { mask, umPerPx, placement, gridUmPerPx, ...(yolkPath === undefined ? {} : { yolkPath }) }
  const { placed, loadSec, placeSec } = await runFrameTask(task)
  return { mask: placed.mask, loadSec, placeSec }
}

function meanOf(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : (a + b) / 2
}
