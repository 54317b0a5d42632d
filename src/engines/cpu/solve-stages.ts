import type { KernelMemory } from '../../core/kernels/kernel-memory.ts'
import { commonOrigin, latticeOf, unitLattice } from '../../core/transport/lattice.ts'
import { type LatticePoints, placePoints } from '../../core/transport/lattice-points.ts'
import type { Measure } from '../../core/transport/measure.ts'
import type { TransportProblem } from '../../core/transport/problem.ts'
import { carriedOver, type SolvedStage } from '../carried-over.ts'
import { STAGE_ITERATIONS, STAGE_TOLERANCE, type Stage } from '../stages.ts'
import { levelSolver } from './solve-level.ts'

/** What stages leave for what comes after them. */
interface SolvedStages {
  /** the last one; undefined where there was none */
  readonly last: SolvedStage | undefined
  /** at every pixel */
  readonly iterations: number
}

/**
 * Solves stages of a problem, each started from the one before.
 *
 * @param maxFineIterations at every pixel, all stages together; coarse ones have their own limit
 */
export function solveStages(
  memory: KernelMemory,
  problem: TransportProblem,
  stages: readonly Stage[],
  maxFineIterations: number,
): SolvedStages {
  let last: SolvedStage | undefined
  let iterations = 0
  for (const stage of stages) {
    const isFine = stage.blockPx === 1
    const limit = isFine ? Math.min(STAGE_ITERATIONS, maxFineIterations - iterations) : STAGE_ITERATIONS
    if (limit < 1) break
    const before = last
    const solved = memory.scope(() => solveStage(memory, problem, stage, before, limit))
    last = solved
    if (isFine) iterations += solved.iterations
  }
  return { last, iterations }
}

function solveStage(
  memory: KernelMemory,
  problem: TransportProblem,
  stage: Stage,
  before: SolvedStage | undefined,
  maxIterations: number,
): SolvedStage & { readonly iterations: number } {
  const ends = placeEnds(memory, problem, stage.blockPx)
  const start = before
    ? carriedOver(memory, problem, before, ends.target)
    : new Float64Array(ends.target.lattice.points.length)
  const solver = levelSolver(memory, { ...problem, ...ends, epsilon: stage.epsilon })
  const { potentials, iterations } = solver.run(start, STAGE_TOLERANCE, maxIterations)
  return { epsilon: stage.epsilon, source: ends.source.lattice, f: potentials.f, iterations }
}

interface PlacedEnds {
  readonly source: LatticePoints
  readonly target: LatticePoints
}

/** Both ends, summed over blocks, in the kernels' memory. */
export function placeEnds(memory: KernelMemory, { source, target }: TransportProblem, blockPx: number): PlacedEnds {
  const origin = commonOrigin(source, target)
  const lattice = (measure: Measure) => (blockPx === 1 ? unitLattice(measure) : latticeOf(measure, blockPx, origin))
  return { source: placePoints(memory, lattice(source)), target: placePoints(memory, lattice(target)) }
}
