import { recenter } from '../../core/transport/half-step.ts'
import type { Measure } from '../../core/transport/measure.ts'
import type { Potentials, TransportProblem } from '../../core/transport/problem.ts'
import type { Solution, SolveOptions } from '../../core/transport/solution.ts'
import { isSymmetric } from '../../core/transport/solve-symmetric.ts'
import { blocksOf, type Grid, gridAround, refined } from './grid.ts'
import { type Fields, Level } from './level.ts'
import type { Tfjs } from './load-tfjs.ts'
import { type LevelSolution, solveLevel } from './solve-level.ts'

/** Blocks of the coarser grids, px, coarsest first. */
const COARSE_BLOCKS_PX = [4, 2]
/** The coarser grids only have to give the next one a start. */
const COARSE_TOLERANCE = 1e-4
const COARSE_ITERATIONS = 200
/** Fewer points than this at both ends together are solved faster than coarsened. */
const WORTH_COARSENING = 2000
/** Potentials with a smaller error than this are a better start than what the coarser grids would give. */
const GOOD_START = 1e-3

/**
 * Solves a `sqeuclidean` problem in float32: coarse to fine on dense grids around both ends, each by translation-invariant,
 * over-relaxed Sinkhorn. It ends at the tolerance or at float32's floor, a marginal error of 1e-6 to 1e-5: a tighter tolerance is for a
 * float64 engine that starts from there. The iterations are those on the finest grid.
 *
 * @throws Error where the cost does not factor into rows and columns, or an end has no points
 * @throws the signal's reason once it is aborted
 */
export async function solveTfjs(
  tf: Tfjs,
  problem: TransportProblem,
  options: SolveOptions,
  signal?: AbortSignal,
): Promise<Solution> {
  requireSolvable(problem)
  const grid = gridAround(problem.source, problem.target, 1)
  using level = new Level(tf, problem, grid)
  const start = await startOf(tf, problem, level, grid, options.initial, signal)
  const { f, g, iterations } = await solveLevel(tf, level, start, { ...options, omega: start.omega, signal })

  const { source, target, epsilon } = problem
  const potentials = { f: atPoints(f, source, grid, epsilon), g: atPoints(g, target, grid, epsilon) }
  if (isSymmetric(problem)) return { potentials: { f: potentials.f, g: potentials.f }, iterations }
  recenter(problem, potentials.f, potentials.g)
  return { potentials, iterations }
}

function requireSolvable({ metric, source, target }: TransportProblem): void {
  // core's solver would do, but here it would only pass for this engine's work: the cpu engine is the one to ask
  if (metric !== 'sqeuclidean') throw new Error(`the tfjs engine solves the sqeuclidean metric only, not ${metric}`)
  const empty = [source, target].findIndex(({ weights }) => weights.length === 0)
  if (empty >= 0) throw new Error(`the ${['source', 'target'][empty]} has no pixels: there is nothing to transport`)
}

/** Where the finest grid begins, and the ω that the coarser ones have found. */
interface Start extends Fields {
  readonly omega?: number
}

/** The best start that is to be had: the potentials given, if they are good or the problem small, else a coarser grid's. */
async function startOf(
  tf: Tfjs,
  problem: TransportProblem,
  level: Level,
  grid: Grid,
  initial: Potentials | undefined,
  signal: AbortSignal | undefined,
): Promise<Start> {
  const given = initial === undefined ? zerosOn(grid) : fieldsOf(problem, initial, grid)
  const { source, target } = problem
  const isSmall = source.weights.length + target.weights.length < WORTH_COARSENING
  if (isSmall || isSymmetric(problem)) return given
  if (initial !== undefined && (await level.errorOf(given)) < GOOD_START) return given

  let coarser: { readonly grid: Grid; readonly solution: LevelSolution } | undefined
  const carriedTo = (grid: Grid): Start => {
    if (coarser === undefined) return zerosOn(grid)
    const { f, g, omega } = coarser.solution
    return { f: refined(f, coarser.grid, grid), g: refined(g, coarser.grid, grid), omega }
  }
  for (const blockPx of COARSE_BLOCKS_PX) {
    const coarse = gridAround(source, target, blockPx)
    const start = carriedTo(coarse)
    using coarseLevel = new Level(tf, problem, coarse)
    const stop = { tolerance: COARSE_TOLERANCE, maxIterations: COARSE_ITERATIONS, omega: start.omega, signal }
    coarser = { grid: coarse, solution: await solveLevel(tf, coarseLevel, start, stop) }
  }
  return carriedTo(grid)
}

function zerosOn({ rows, columns }: Grid): Fields {
  return { f: new Float32Array(rows * columns), g: new Float32Array(rows * columns) }
}

/** Potentials of points, in units of ε on the grid; the constant that a Level doesn't keep is shared out so that both stay small. */
function fieldsOf({ source, target, epsilon }: TransportProblem, { f, g }: Potentials, grid: Grid): Fields {
  const shift = (meanOf(f) - meanOf(g)) / 2
  return { f: onGrid(f, -shift, source, grid, epsilon), g: onGrid(g, shift, target, grid, epsilon) }
}

function meanOf(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0) / values.length
}

function onGrid(potential: Float64Array, shift: number, measure: Measure, grid: Grid, epsilon: number): Float32Array {
  const field = new Float32Array(grid.rows * grid.columns)
  blocksOf(measure, grid).forEach((block, i) => {
    field[block] = (potential[i] + shift) / epsilon
  })
  return field
}

function atPoints(field: Float32Array, measure: Measure, grid: Grid, epsilon: number): Float64Array {
  return Float64Array.from(blocksOf(measure, grid), (block) => field[block] * epsilon)
}
