import { kernelMemory } from '../../core/kernels/kernel-memory.ts'
import { recenter } from '../../core/transport/half-step.ts'
import { placePoints } from '../../core/transport/lattice-points.ts'
import type { Potentials, TransportProblem } from '../../core/transport/problem.ts'
import type { Solution } from '../../core/transport/solution.ts'
import { isSymmetric } from '../../core/transport/solve-symmetric.ts'
import { carriedOver, type SolvedStage } from '../carried-over.ts'
import { solveStages } from '../cpu/solve-stages.ts'
import type { SolveJob } from '../engine.ts'
import { seemsNear } from '../seems-near.ts'
import { STAGE_ITERATIONS, STAGE_TOLERANCE, type Stage, stagesBefore } from '../stages.ts'
import { type Entering, ITERATIONS_PER_LOOK, type StagePotentials, type Step } from './batch-device.ts'
import { type DenseEnd, type DenseStage, denseStage, tiltsOf } from './dense-stage.ts'
import { Pace } from './pace.ts'

/** A device's float32 sees so much of a tolerance at most; the rest is for what only the certificate sees. */
const SEEN_PART = 0.5

/**
 * A problem's way through its stages. The coarse grids are solved here, which takes less time than sending them to a device; every stage at every
 * pixel, from a large ε to the problem's own, is iterated on by the device. This decides; the device computes.
 */
export class Course {
  readonly #job: SolveJob
  readonly #acceleratesItself: boolean
  /** ε of the stages to come */
  readonly #epsilons: number[]
  #epsilon: number
  #dense: DenseStage
  #start: StagePotentials
  #pace: Pace
  #stageIterations = 0
  /** of the stages that are done */
  #iterations = 0

  /**
   * @param acceleratesItself whether the device chooses its own steps
   * @throws Error where the cost does not factor into rows and columns, or an end has no points
   */
  constructor(job: SolveJob, acceleratesItself: boolean) {
    requireSolvable(job.problem)
    const { problem, initial } = job
    this.#job = job
    this.#acceleratesItself = acceleratesItself
    const isNear = isSymmetric(problem) || (initial !== undefined && seemsNear(problem, initial))
    const before = isNear ? [] : stagesBefore(problem)
    const isCoarse = ({ blockPx }: Stage) => blockPx > 1
    const fine = before.filter((stage) => !isCoarse(stage)).map(({ epsilon }) => epsilon)
    const [first, ...later] = [...fine, problem.epsilon]
    this.#epsilon = first
    this.#epsilons = later
    const memory = kernelMemory()
    const coarse = memory.scope(() => solveStages(memory, problem, before.filter(isCoarse), 0).last)
    this.#dense = denseStage(problem, first)
    this.#pace = this.#newPace(1)
    if (coarse) this.#start = this.#startAfter(coarse)
    else if (isNear && initial) this.#start = startFrom(initial, problem.epsilon, this.#dense)
    else this.#start = startFromNothing(this.#dense)
  }

  /** the present stage, and where it begins */
  get entering(): Entering {
    return { stage: this.#dense, start: this.#start }
  }

  /** what is to be done before the next look */
  get step(): Omit<Step, 'slot'> {
    return {
      omega: this.#pace.omega,
      count: Math.min(ITERATIONS_PER_LOOK, this.#limit - this.#stageIterations),
      tolerance: this.#tolerance,
    }
  }

  get #isFinest(): boolean {
    return this.#epsilons.length === 0
  }

  get #tolerance(): number {
    return this.#isFinest ? SEEN_PART * this.#job.tolerance : STAGE_TOLERANCE
  }

  get #limit(): number {
    const left = this.#job.maxIterations - this.#iterations
    return this.#isFinest ? left : Math.min(STAGE_ITERATIONS, left)
  }

  /** Takes note of what the device found, one error an iteration; says whether the stage is over. */
  observe(errors: ArrayLike<number>): boolean {
    this.#pace.observe(errors)
    this.#stageIterations += errors.length
    const isGood = errors[errors.length - 1] <= this.#tolerance
    return this.#pace.isOver || isGood || this.#stageIterations >= this.#limit
  }

  /** Goes on to the next stage with the present one's potentials; after the last there is a solution. */
  advance(found: StagePotentials): Solution | undefined {
    this.#iterations += this.#stageIterations
    const { problem, maxIterations } = this.#job
    const next = this.#iterations < maxIterations ? this.#epsilons.shift() : undefined
    if (next === undefined) return this.#solution(found)
    const { source } = this.#dense
    const f = potentialOf(found.f, source, this.#dense, this.#epsilon)
    const solved = { epsilon: this.#epsilon, source: source.lattice, f }
    this.#epsilon = next
    this.#dense = denseStage(problem, next)
    this.#start = this.#startAfter(solved)
    // the slow modes that ω is chosen for are those of the stage before
    this.#pace = this.#newPace(this.#pace.relaxedOmega)
    this.#stageIterations = 0
    return undefined
  }

  /** where the present stage begins after another */
  #startAfter(before: SolvedStage): StagePotentials {
    const { source, target } = this.#dense
    const memory = kernelMemory()
    const g = memory.scope(() => carriedOver(memory, this.#job.problem, before, placePoints(memory, target.lattice)))
    // f follows from g in the first half step
    const f = new Float64Array(source.places.length).fill(meanOf(before.f))
    return startFrom({ f, g }, this.#epsilon, this.#dense)
  }

  /** a symmetric problem's step is the mean of where it was and where it would go (Feydy et al. 2019) */
  #newPace(startOmega: number): Pace {
    if (this.#acceleratesItself) return new Pace('accelerated')
    return new Pace(this.#dense.isSymmetric ? { fixedOmega: 0.5 } : { startOmega })
  }

  #solution(found: StagePotentials): Solution {
    const { problem } = this.#job
    const iterations = this.#iterations
    const f = potentialOf(found.f, this.#dense.source, this.#dense, this.#epsilon)
    if (this.#dense.isSymmetric) return { potentials: { f, g: f }, iterations }
    const g = potentialOf(found.g, this.#dense.target, this.#dense, this.#epsilon)
    recenter(problem, f, g)
    return { potentials: { f, g }, iterations }
  }
}

function requireSolvable({ metric, source, target }: TransportProblem): void {
  // core's solver would do, but here it would only pass for a device's work: the cpu engine is the one to ask
  if (metric !== 'sqeuclidean') throw new Error(`only the sqeuclidean metric is solved on a device, not ${metric}`)
  const empty = [source, target].findIndex(({ weights }) => weights.length === 0)
  if (empty >= 0) throw new Error(`the ${['source', 'target'][empty]} has no pixels: there is nothing to transport`)
}

/** A device's potential as the problem has it: without its tilt, in units of the cost. */
function potentialOf(found: Float64Array, end: DenseEnd, { columns }: DenseStage, epsilon: number): Float64Array {
  const potential = tiltsOf(end, columns)
  for (let i = 0; i < potential.length; i++) potential[i] = (found[i] - potential[i]) * epsilon
  return potential
}

/** The device's potentials, with the constant that it doesn't keep shared out: the fewer digits before the point, the more behind it. */
function startFrom({ f, g }: Potentials, epsilon: number, { source, target, columns }: DenseStage): StagePotentials {
  const [fTilted, gTilted] = [tilted(f, source, columns, epsilon), tilted(g, target, columns, epsilon)]
  const shift = (meanOf(fTilted) - meanOf(gTilted)) / 2
  return { f: shifted(fTilted, -shift), g: shifted(gTilted, shift) }
}

/** in units of ε */
function tilted(potential: Float64Array, end: DenseEnd, columns: number, epsilon: number): Float64Array {
  const out = tiltsOf(end, columns)
  for (let i = 0; i < out.length; i++) out[i] += potential[i] / epsilon
  return out
}

function shifted(values: Float64Array, by: number): Float64Array {
  const out = new Float64Array(values.length)
  for (let i = 0; i < out.length; i++) out[i] = values[i] + by
  return out
}

function startFromNothing({ source, target }: DenseStage): StagePotentials {
  return { f: new Float64Array(source.places.length), g: new Float64Array(target.places.length) }
}

function meanOf(values: Float64Array): number {
  let total = 0
  for (let i = 0; i < values.length; i++) total += values[i]
  return total / values.length
}
