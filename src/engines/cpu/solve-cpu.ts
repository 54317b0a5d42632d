import type { KernelMemory } from '../../core/kernels/kernel-memory.ts'
import { certify } from '../../core/transport/certificate.ts'
import { commonOrigin, latticeOf, type Origin } from '../../core/transport/lattice.ts'
import { latticeKernel } from '../../core/transport/lattice-kernel.ts'
import { type LatticePoints, placePoints, placeValues, valuesAtPoints } from '../../core/transport/lattice-points.ts'
import { damping, type TransportProblem } from '../../core/transport/problem.ts'
import type { Solution, SolveOptions } from '../../core/transport/solution.ts'
import { solveReference } from '../../core/transport/solve-reference.ts'
import { isSymmetric } from '../../core/transport/solve-symmetric.ts'
import { levelSolver } from './solve-level.ts'
import { solveSelfCpu } from './solve-self-cpu.ts'

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
 * acceleration. Other costs do not factor into rows and columns: the reference solver takes them.
 */
export function solveCpu(memory: KernelMemory, problem: TransportProblem, options: SolveOptions): Solution {
  if (problem.metric !== 'sqeuclidean') return solveReference(problem, options)
  return memory.scope(() =>
    isSymmetric(problem) ? solveSelfCpu(memory, problem, options) : solvePair(memory, problem, options),
  )
}

function solvePair(memory: KernelMemory, problem: TransportProblem, options: SolveOptions): Solution {
  const origin = commonOrigin(problem.source, problem.target)
  const ends = placeEnds(memory, problem, 1, origin)
  const solver = levelSolver(memory, { ...problem, ...ends })
  let g = options.initial?.g ?? new Float64Array(problem.target.weights.length)
  let threshold = options.tolerance
  let iterations = 0

  // an identical pair is started at its solution, and coarsening would only lead away from it
  if (!isIdentical(problem)) g = coarseStart(memory, problem, ends.target, origin) ?? g
  for (;;) {
    const state = solver.run(g, threshold, options.maxIterations - iterations)
    iterations += state.iterations
    const masses = { source: { mass: state.sourceMass }, target: { mass: state.targetMass } }
    const { marginalError, gap } = certify(problem, state.potentials, masses)
    const good = marginalError <= options.tolerance && gap <= options.tolerance
    if (good || iterations >= options.maxIterations) return { potentials: state.potentials, iterations }
    threshold = Math.min(threshold, state.error) * STRICTER
    g = state.potentials.g
  }
}

function isIdentical({ source, target }: TransportProblem): boolean {
  const same = (a: ArrayLike<number>, b: ArrayLike<number>) => {
    for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
    return a.length === b.length
  }
  return same(source.y, target.y) && same(source.x, target.x) && same(source.weights, target.weights)
}

interface Ends {
  readonly source: LatticePoints
  readonly target: LatticePoints
}

function placeEnds(memory: KernelMemory, problem: TransportProblem, blockPx: number, origin: Origin): Ends {
  return {
    source: placePoints(memory, latticeOf(problem.source, blockPx, origin)),
    target: placePoints(memory, latticeOf(problem.target, blockPx, origin)),
  }
}

/** g on the fine grid from ever finer blocks: each is one rectangular kernel application away from the next coarser solution. */
function coarseStart(
  memory: KernelMemory,
  problem: TransportProblem,
  fine: LatticePoints,
  origin: Origin,
): Float64Array | undefined {
  if (problem.source.weights.length + problem.target.weights.length < 2 * WORTH_COARSENING) return undefined
  return memory.scope(() => {
    let coarser: CoarseSolution | undefined
    for (const blockPx of COARSE_BLOCKS_PX) {
      const ends = placeEnds(memory, problem, blockPx, origin)
      const start = coarser
        ? carriedOver(memory, problem, coarser, ends.target)
        : new Float64Array(ends.target.lattice.points.length)
      const { potentials } = levelSolver(memory, { ...problem, ...ends }).run(
        start,
        COARSE_TOLERANCE,
        COARSE_ITERATIONS,
      )
      coarser = { source: ends.source, f: potentials.f }
    }
    return coarser && carriedOver(memory, problem, coarser, fine)
  })
}

interface CoarseSolution {
  readonly source: LatticePoints
  readonly f: Float64Array
}

/** g at the points of `target` from f at those of a coarser source */
function carriedOver(
  memory: KernelMemory,
  problem: TransportProblem,
  { source, f }: CoarseSolution,
  target: LatticePoints,
): Float64Array {
  const g = placeValues(memory, target)
  const from = placeValues(memory, source, f)
  latticeKernel(memory, source, target, problem).softSum(from, -damping(problem) * problem.epsilon, g)
  return valuesAtPoints(memory, g, target)
}
