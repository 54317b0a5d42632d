import type { KernelMemory } from '../../core/kernels/kernel-memory.ts'
import { excess, logWeights } from '../../core/transport/half-step.ts'
import { sum } from '../../core/transport/numbers.ts'
import { damping, type TransportProblem } from '../../core/transport/problem.ts'
import { Anderson } from './anderson.ts'
import { gridKernel } from './grid-kernel.ts'
import type { Level } from './level.ts'

/** What a level is solved with. */
export interface LevelProblem extends Pick<TransportProblem, 'coordScale' | 'epsilon' | 'regM'> {
  readonly source: Level
  readonly target: Level
}

/** An iterate: f is the half step of g, both recentred. */
export interface LevelState {
  readonly f: Float64Array
  readonly g: Float64Array
  /** the plan's marginals at (f, g), and their error */
  readonly sourceMass: Float64Array
  readonly targetMass: Float64Array
  readonly error: number
}

/** Steps through a level's fixed-point iteration. */
export interface LevelSolver {
  /** Iterates from `g` until the error is within the tolerance or the iterations are used up. */
  run(g: Float64Array, tolerance: number, maxIterations: number): LevelState & { iterations: number }
}

/** An error that grew this much since the last restart means that the extrapolation misleads. */
const GROWTH = 4

/** Prepares the translation-invariant Sinkhorn iteration on g, Anderson-accelerated, on one level. */
export function levelSolver(memory: KernelMemory, problem: LevelProblem): LevelSolver {
  const { source, target, epsilon, regM } = problem
  const tau = damping(problem)
  const toSource = gridKernel(memory, target, source, problem)
  const toTarget = gridKernel(memory, source, target, problem)
  const totalSource = sum(source.weights)
  const totalTarget = sum(target.weights)
  const massDifference = Math.log1p(sum([totalSource, -totalTarget]) / totalTarget)

  /** t of `recenter`, from each end's logarithm of its mean of e^(−p/λ) */
  const shiftOf = (f: Float64Array, g: Float64Array) =>
    (regM / 2) *
    (massDifference +
      Math.log1p(excess(source.weights, f, regM) / totalSource) -
      Math.log1p(excess(target.weights, g, regM) / totalTarget))

  /** f from g, both recentred, and the value G(g) with the marginal error found on the way */
  function step(g: Float64Array): LevelState & { next: Float64Array } {
    const sourceLogs = toSource.logSumExp(logWeights(target.weights, g, epsilon))
    const plain = sourceLogs.map((value) => -tau * epsilon * value)
    const shift = shiftOf(plain, g)
    const f = plain.map((value) => value + shift)
    const centred = g.map((value) => value - shift)
    const targetLogs = toTarget.logSumExp(logWeights(source.weights, f, epsilon))
    // the half step made the source's marginal right for the potential before its shift
    const sourceMass = marginalOf(source.weights, plain, regM)
    const targetMass = target.weights.map((weight, j) => weight * Math.exp(centred[j] / epsilon + targetLogs[j]))
    const error =
      distance(sourceMass, marginalOf(source.weights, f, regM)) +
      distance(targetMass, marginalOf(target.weights, centred, regM))
    const next = targetLogs.map((value) => -tau * epsilon * value)
    const nextShift = shiftOf(f, next)
    return {
      f,
      g: centred,
      sourceMass,
      targetMass,
      error,
      next: next.map((value) => value - nextShift),
    }
  }

  function run(start: Float64Array, tolerance: number, maxIterations: number) {
    const anderson = new Anderson(target.weights)
    let g = start
    let smallest = Number.POSITIVE_INFINITY
    for (let iterations = 1; ; iterations++) {
      const state = step(g)
      if (state.error <= tolerance || iterations >= maxIterations) return { ...state, iterations }
      // an overflowed error is a misled one too
      if (!(state.error <= GROWTH * smallest)) {
        anderson.restart()
        smallest = state.error
      }
      smallest = Math.min(smallest, state.error)
      g = anderson.next(g, state.next)
    }
  }

  return { run }
}

/** w e^(−p/λ): the marginal that a potential asks for */
function marginalOf(weights: Float64Array, potential: Float64Array, regM: number): Float64Array {
  return weights.map((weight, i) => weight * Math.exp(-potential[i] / regM))
}

function distance(a: Float64Array, b: Float64Array): number {
  return sum(a.map((value, i) => Math.abs(value - b[i])))
}
