import { coordScaleOf } from '../../src/core/canonical/canonical-grid.ts'
import type { Mask } from '../../src/core/mask/mask.ts'
import { canonicalMaps } from '../../src/core/pair/canonical-maps.ts'
import { pairFrame } from '../../src/core/pair/pair-frame.ts'
import { evaluatePair } from '../../src/core/pair/solved-pair.ts'
import { blockPhase, selfSupport, type WorkPair, workPair } from '../../src/core/pair/work-pair.ts'
import type { Potentials } from '../../src/core/transport/problem.ts'
import {
  SELF_OPTIONS,
  type SelfTransport,
  selfProblem,
  selfTransport,
} from '../../src/core/transport/self-transport.ts'
import { ENGINE_NAMES, type Engine } from '../../src/engines/engine.ts'
import { registry } from '../../src/engines/engine-registry.ts'
import { solveOne } from '../../src/engines/solve-one.ts'
import type { RunParameters } from '../../src/runner/run-parameters.ts'
import { type BenchPair, GRID } from './bench-pairs.ts'

/**
 * The engine of that name, and what it runs on.
 *
 * @throws Error where there is none, or it can't be used here
 */
export async function loadEngine(asked: string): Promise<{ readonly engine: Engine; readonly device: string }> {
  const name = ENGINE_NAMES.find((known) => known === asked)
  if (name === undefined) throw new Error(`no engine ${asked}: there are ${ENGINE_NAMES.join(', ')}`)
  const engine = await registry.engines[name].load()
  const probe = await engine.probe()
  if (!probe.usable) throw new Error(`the ${name} engine can't be used here: ${probe.reason}`)
  return { engine, device: probe.device }
}

export interface OtolithRun {
  readonly potentials: Potentials
  readonly iterations: number
  readonly converged: boolean
  readonly solveSec: number
  /** certificate + maps */
  readonly mapsSec: number
}

/** A pair made ready: as in a batch, its frames' self-transports are solved, once, before it. */
export interface OtolithPair {
  readonly pair: WorkPair
  solve(): Promise<OtolithRun>
}

export async function prepareOtolith(
  engine: Engine,
  { source, target }: Omit<BenchPair, 'name'>,
  parameters: RunParameters,
): Promise<OtolithPair> {
  const pair = workPair(source, target, GRID, parameters)
  const phase = blockPhase(pairFrame(source, target, parameters.downsampleFactor))
  const regularisation = { ...parameters, coordScale: coordScaleOf(GRID) }
  const selfOf = async (mask: Mask): Promise<SelfTransport> => {
    const problem = selfProblem(selfSupport(mask, phase, parameters), regularisation)
    return selfTransport(problem, await solveOne(engine, { problem, ...SELF_OPTIONS }))
  }
  const selves = [await selfOf(source), await selfOf(target)] as const
  const { tolerance, maxIterations } = parameters
  const initial = { f: selves[0].potential, g: selves[1].potential }
  return {
    pair,
    solve: async () => {
      const startMs = performance.now()
      const { potentials, iterations } = await solveOne(engine, {
        problem: pair.problem,
        tolerance,
        maxIterations,
        initial,
      })
      const solvedMs = performance.now()
      const solved = evaluatePair(pair, potentials, ...selves)
      canonicalMaps(solved)
      const doneMs = performance.now()
      const { marginalError, gap } = solved.certificate
      return {
        potentials,
        iterations,
        converged: marginalError <= tolerance && gap <= tolerance,
        solveSec: (solvedMs - startMs) / 1000,
        mapsSec: (doneMs - solvedMs) / 1000,
      }
    },
  }
}
