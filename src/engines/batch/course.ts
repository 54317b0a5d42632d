import { kernelMemory } from '../../core/kernels/kernel-memory.ts'
import { recenter } from '../../core/transport/half-step.ts'
import { placePoints } from '../../core/transport/lattice-points.ts'
import type { Potentials, TransportProblem } from '../../core/transport/problem.ts'
import type { Solution } from '../../core/transport/solution.ts'
import { carriedOver } from '../carried-over.ts'
import type { SolveJob } from '../engine.ts'
import { seemsNear } from '../seems-near.ts'
import { STAGE_ITERATIONS, STAGE_TOLERANCE, type Stage, stagesBefore } from '../stages.ts'
import { ITERATIONS_PER_LOOK, type StagePotentials } from './batch-device.ts'
import { type DenseEnd, type DenseStage, denseStage, tiltsOf } from './dense-stage.ts'
import { Pace } from './pace.ts'

/** A stage costs a device at least a look, however few its points, and ω is chosen badly among them. */
const FEWEST_POINTS = 100

/**
 * A problem's way through its stages, coarse to fine and from a large ε to a small one, each by translation-invariant, over-relaxed
 * Sinkhorn on a device. It decides; the device computes.
 */
export class Course {
  readonly #job: SolveJob
  readonly #stages: Stage[]
  #stage: Stage
  #dense: DenseStage
  #start: StagePotentials
  #pace: Pace
  #stageIterations = 0
  /** at every pixel */
  #iterations = 0

  /** @throws Error where the cost does not factor into rows and columns, or an end has no points */
  constructor(job: SolveJob) {
    requireSolvable(job.problem)
    const { problem, initial } = job
    this.#job = job
    const isNear = problem.source === problem.target || (initial !== undefined && seemsNear(problem, initial))
    const last: Stage = { blockPx: 1, epsilon: problem.epsilon }
    this.#stages = isNear ? [last] : [...stagesBefore(problem, FEWEST_POINTS), last]
    this.#stage = this.#nextStage()
    this.#dense = denseStage(problem, this.#stage)
    this.#pace = this.#newPace(1)
    this.#start = isNear && initial ? startFrom(initial, problem.epsilon, this.#dense) : startFromNothing(this.#dense)
  }

  /** the present stage, and where it begins */
  get stage(): DenseStage {
    return this.#dense
  }
  get start(): StagePotentials {
    return this.#start
  }

  /** the ω of the next look */
  get omega(): number {
    return this.#pace.omega
  }

  /** the iterations of the next look */
  get count(): number {
    return Math.min(ITERATIONS_PER_LOOK, this.#limit - this.#stageIterations)
  }

  get #isFinest(): boolean {
    return this.#stages.length === 0
  }

  get #limit(): number {
    const left = this.#job.maxIterations - (this.#stage.blockPx === 1 ? this.#iterations : 0)
    return this.#isFinest ? left : Math.min(STAGE_ITERATIONS, left)
  }

  /** Takes note of what the device found; says whether the stage is over. */
  observe(errors: ArrayLike<number>): boolean {
    const count = this.count
    const tolerance = this.#isFinest ? this.#job.tolerance : STAGE_TOLERANCE
    const limit = this.#limit
    this.#pace.observe(Array.from({ length: count }, (_, k) => errors[k]))
    this.#stageIterations += count
    return this.#pace.isOver || errors[count - 1] <= tolerance || this.#stageIterations >= limit
  }

  /** Goes on to the next stage with the present one's potentials; after the last there is a solution. */
  advance(found: StagePotentials): Solution | undefined {
    if (this.#stage.blockPx === 1) this.#iterations += this.#stageIterations
    const { problem, maxIterations } = this.#job
    const { epsilon } = this.#stage
    const isUsedUp = this.#stage.blockPx === 1 && this.#iterations >= maxIterations
    if (this.#isFinest || isUsedUp) return this.#solution(found)

    const { lattice } = this.#dense.source
    const before = { epsilon, source: lattice, f: potentialOf(found.f, this.#dense.source, this.#dense, epsilon) }
    this.#stage = this.#nextStage()
    this.#dense = denseStage(problem, this.#stage)
    const { target } = this.#dense
    const memory = kernelMemory()
    const g = memory.scope(() => carriedOver(memory, problem, before, placePoints(memory, target.lattice)))
    // f follows from g in the first half step
    const f = new Float64Array(this.#dense.source.places.length).fill(meanOf(before.f))
    this.#start = startFrom({ f, g }, this.#stage.epsilon, this.#dense)
    // the slow modes that ω is chosen for are the same on all grids
    this.#pace = this.#newPace(this.#pace.relaxedOmega)
    this.#stageIterations = 0
    return undefined
  }

  /** a symmetric problem's step is the mean of where it was and where it would go (Feydy et al. 2019) */
  #newPace(startOmega: number): Pace {
    return new Pace(this.#dense.isSymmetric ? { fixedOmega: 0.5 } : { startOmega })
  }

  #nextStage(): Stage {
    const stage = this.#stages.shift()
    if (!stage) throw new Error('there is no further stage')
    return stage
  }

  #solution(found: StagePotentials): Solution {
    const { problem } = this.#job
    const iterations = this.#iterations
    const { epsilon } = this.#stage
    const f = potentialOf(found.f, this.#dense.source, this.#dense, epsilon)
    if (this.#dense.isSymmetric) return { potentials: { f, g: f }, iterations }
    const g = potentialOf(found.g, this.#dense.target, this.#dense, epsilon)
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
function potentialOf(found: Float32Array, end: DenseEnd, { columns }: DenseStage, epsilon: number): Float64Array {
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

function shifted(values: Float64Array, by: number): Float32Array {
  const out = new Float32Array(values.length)
  for (let i = 0; i < out.length; i++) out[i] = values[i] + by
  return out
}

function startFromNothing({ source, target }: DenseStage): StagePotentials {
  return { f: new Float32Array(source.places.length), g: new Float32Array(target.places.length) }
}

function meanOf(values: Float64Array): number {
  let total = 0
  for (let i = 0; i < values.length; i++) total += values[i]
  return total / values.length
}
