import type { KernelMemory } from '../../core/kernels/kernel-memory.ts'
import { certify } from '../../core/transport/certificate.ts'
import type { Potentials, TransportProblem } from '../../core/transport/problem.ts'
import type { Solution, SolveOptions } from '../../core/transport/solution.ts'
import { isSymmetric } from '../../core/transport/solve-symmetric.ts'
import { carriedOver } from '../carried-over.ts'
import { seemsNear } from '../seems-near.ts'
import { stagesBefore } from '../stages.ts'
import { type LevelSolver, levelSolver } from './solve-level.ts'
import { solveSelfCpu } from './solve-self-cpu.ts'
import { placeEnds, solveStages } from './solve-stages.ts'

/** A given start with a smaller error than this is nearer than what the stages would find. */
const NEAR_ERROR = 1e-3
/** Each time the certificate says no, this much more is asked of the iteration's own error. */
const STRICTER = 0.5

/**
 * Solves a problem with the WebAssembly kernels: coarse to fine, and from a large ε to a small one, each stage by `levelSolver`.
 */
export function solveCpu(memory: KernelMemory, problem: TransportProblem, options: SolveOptions): Solution {
  return memory.scope(() =>
    isSymmetric(problem) ? solveSelfCpu(memory, problem, options) : solvePair(memory, problem, options),
  )
}

function solvePair(memory: KernelMemory, problem: TransportProblem, options: SolveOptions): Solution {
  const solver = levelSolver(memory, { ...problem, ...placeEnds(memory, problem, 1) })
  const near = options.initial && startNear(solver, problem, options.initial)
  const start = near ?? startOfStages(memory, problem, options.maxIterations - 1)
  let { g, iterations } = start
  let threshold = options.tolerance
  for (;;) {
    const state = solver.run(g, threshold, Math.max(1, options.maxIterations - iterations))
    iterations += state.iterations
    const masses = { source: { mass: state.sourceMass }, target: { mass: state.targetMass } }
    const { marginalError, gap } = certify(problem, state.potentials, masses)
    const good = marginalError <= options.tolerance && gap <= options.tolerance
    if (good || iterations >= options.maxIterations) return { potentials: state.potentials, iterations }
    threshold = Math.min(threshold, state.error) * STRICTER
    g = state.potentials.g
  }
}

interface Start {
  readonly g: Float64Array
  /** at every pixel */
  readonly iterations: number
}

/** The given start where it is good: the potentials of another engine, or of an identical pair's self-transport. */
function startNear(solver: LevelSolver, problem: TransportProblem, initial: Potentials): Start | undefined {
  // a look at a few points spares most pairs the iteration that measures all
  if (problem.metric === 'sqeuclidean' && !seemsNear(problem, initial)) return undefined
  const { g } = initial
  return solver.run(g, 0, 1).error <= NEAR_ERROR ? { g, iterations: 0 } : undefined
}

/** g from the stages before the problem. */
function startOfStages(memory: KernelMemory, problem: TransportProblem, maxIterations: number): Start {
  const { last, iterations } = solveStages(memory, problem, stagesBefore(problem), maxIterations)
  const g = memory.scope(() => {
    const { target } = placeEnds(memory, problem, 1)
    return last ? carriedOver(memory, problem, last, target) : new Float64Array(target.lattice.points.length)
  })
  return { g, iterations }
}
