import { certify } from '../../core/transport/certificate.ts'
import { logWeights } from '../../core/transport/half-step.ts'
import { damping, type TransportProblem } from '../../core/transport/problem.ts'
import { type Solution, type SolveOptions, solveReference } from '../../core/transport/solve-reference.ts'
import { gridKernel } from './grid-kernel.ts'
import { type Level, levelOf } from './level.ts'
import { levelSolver } from './solve-level.ts'
import type { KernelMemory } from './wasm-kernels.ts'

/** Blocks of the coarser grids, px, coarsest first. */
const COARSE_BLOCKS_PX = [4, 2]
/** The coarser grids only have to give the next one a start. */
const COARSE_TOLERANCE = 1e-4
const COARSE_ITERATIONS = 200
/** Fewer points than this are solved faster than coarsened. */
const WORTH_COARSENING = 1000
/** Each time the certificate says no, this much more is asked of the iteration's own error. */
const STRICTER = 0.5

/**
 * Solves a `sqeuclidean` problem coarse to fine with the WebAssembly kernels, each level by translation-invariant Sinkhorn with Anderson
 * acceleration. Where float64's linear range is not enough, or the cost does not factor, the reference solver takes over.
 */
export function solveCpu(memory: KernelMemory, problem: TransportProblem, options: SolveOptions): Solution {
  if (problem.metric !== 'sqeuclidean') return solveReference(problem, options)
  memory.reset()
  const source = levelOf(problem.source, 1)
  const target = levelOf(problem.target, 1)
  const solver = levelSolver(memory, { ...problem, source, target })
  let g = options.initial?.g ?? new Float64Array(target.weights.length)
  let threshold = options.tolerance
  let iterations = 0

  const first = solver.run(g, threshold, 1)
  // an identical pair starts at its solution, and coarsening would only lead away from it
  if (!first || first.error > options.tolerance) g = coarseStart(memory, problem, target) ?? g
  for (;;) {
    const state = solver.run(g, threshold, options.maxIterations - iterations)
    if (!state) return solveReference(problem, options)
    iterations += state.iterations
    const potentials = { f: state.f, g: state.g }
    const masses = { source: { mass: state.sourceMass }, target: { mass: state.targetMass } }
    const { marginalError, gap } = certify(problem, potentials, masses)
    const good = marginalError <= options.tolerance && gap <= options.tolerance
    if (good || iterations >= options.maxIterations) return { potentials, iterations }
    threshold = Math.min(threshold, state.error) * STRICTER
    g = state.g
  }
}

/** g on the fine grid, a rectangular kernel application away from the solution on ever finer blocks (contract's design: coarse to fine) */
function coarseStart(memory: KernelMemory, problem: TransportProblem, fine: Level): Float64Array | undefined {
  if (problem.source.weights.length + problem.target.weights.length < 2 * WORTH_COARSENING) return undefined
  let coarser: { level: Level; f: Float64Array } | undefined
  for (const blockPx of COARSE_BLOCKS_PX) {
    const source = levelOf(problem.source, blockPx)
    const target = levelOf(problem.target, blockPx)
    const start = (coarser && carriedOver(memory, problem, coarser, target)) ?? new Float64Array(target.weights.length)
    const state = levelSolver(memory, { ...problem, source, target }).run(start, COARSE_TOLERANCE, COARSE_ITERATIONS)
    if (!state) return undefined
    coarser = { level: source, f: state.f }
  }
  return coarser && carriedOver(memory, problem, coarser, fine)
}

/** g at the points of `target` from f at those of a coarser source */
function carriedOver(
  memory: KernelMemory,
  problem: TransportProblem,
  { level, f }: { readonly level: Level; readonly f: Float64Array },
  target: Level,
): Float64Array | undefined {
  const { epsilon, coordScale } = problem
  const logs = new Float64Array(target.weights.length)
  const kernel = gridKernel(memory, level, target, (coordScale * coordScale) / epsilon)
  if (!kernel.logSumExp(logWeights(level.weights, f, epsilon), logs)) return undefined
  const tau = damping(problem)
  return logs.map((value) => -tau * epsilon * value)
}
