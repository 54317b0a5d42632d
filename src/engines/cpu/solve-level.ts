import type { KernelMemory } from '../../core/kernels/kernel-memory.ts'
import { logWeights } from '../../core/transport/half-step.ts'
import { kernelBetween } from '../../core/transport/kernel-between.ts'
import {
  type LatticePoints,
  placeRootWeights,
  placeValues,
  setValues,
  valuesAtPoints,
} from '../../core/transport/lattice-points.ts'
import { plus, sum, times } from '../../core/transport/numbers.ts'
import { damping, type Potentials, type TransportProblem } from '../../core/transport/problem.ts'
import { anderson } from './anderson.ts'
import { diffusion } from './diffusion.ts'
import type { Lag } from './lag.ts'
import { type PlanDiffusion, planDiffusion } from './plan-diffusion.ts'

/** A problem on two lattices of one block size. */
export interface LevelProblem extends Pick<TransportProblem, 'metric' | 'coordScale' | 'epsilon' | 'regM'> {
  readonly source: LatticePoints
  readonly target: LatticePoints
}

/** Where an iteration stands: f is the half step of g, both recentred. */
export interface LevelState {
  readonly potentials: Potentials
  /** the plan's marginals */
  readonly sourceMass: Float64Array
  readonly targetMass: Float64Array
  readonly error: number
  readonly iterations: number
}

/** Steps through a level's fixed-point iteration. */
export interface LevelSolver {
  /** Iterates from `g` until the marginal error is within the tolerance or the iterations are used up. */
  run(g: Float64Array, tolerance: number, maxIterations: number): LevelState
}

/** An error that grew this much since the last restart means that the extrapolation misleads. */
const GROWTH = 4
/** Then this much less of it is believed, */
const TRUST_LOST = 4
/** until so many smallest errors win some back. */
const TRUST_EARNED_AFTER = 6
const TRUST_EARNED = 2
/** Less than this is nothing: then steps are plain but for Anderson's method. */
const LEAST_TRUST = 1e-3
/** An error that has not halved in so many steps means that this plan does not spread as the model says: then it is doubted or another believed. */
const PATIENCE = { even: 6, plan: 20 } as const
/** κ, blocks², below which a point does not reach past its neighbours, and diffusion alike everywhere is no picture of the plan */
const SHARP_KAPPA = 0.75
/** Where the blur is sharp and the error above this, so many plain steps settle what is rough before the plan is looked at. */
const ROUGH_ERROR = 1e-4
const PLAIN_STEPS = 6
/** A plan is looked at again when the error has fallen by this, or has misled. */
const RENEWED_AFTER = 30
/** κ over its value for a plan that moves everything by the same vector; fewest iterations on real and demo pairs, not a sharp optimum */
const KAPPA_FACTOR = 1.5

/**
 * Prepares the translation-invariant Sinkhorn iteration on g (Séjourné, Vialard, Peyré 2022) on one level: each step is extrapolated by what it
 * lags behind, and by Anderson's method from the steps before; where that misleads, the last good step is gone back to. The lag is that of
 * diffusion alike everywhere, or of the plan itself where the blur is sharp or the first is of no use.
 * Everything stays in the kernels' memory while it runs; the solver is good for the scope in which it was made.
 */
export function levelSolver(memory: KernelMemory, problem: LevelProblem): LevelSolver {
  const { source, target, epsilon, regM } = problem
  const { kernels } = memory
  const damped = -damping(problem) * epsilon
  const toSource = kernelBetween(memory, target, source, problem)
  const toTarget = kernelBetween(memory, source, target, problem)
  const f = placeValues(memory, source)
  const g = placeValues(memory, target)
  const next = placeValues(memory, target)
  /** a plain step from the best iterate so far */
  const safe = placeValues(memory, target)
  const targetMass = placeValues(memory, target)
  const wantedMass = placeValues(memory, target)
  const accelerated = anderson(memory, placeRootWeights(memory, target), target.count)
  const blockLength = problem.coordScale * target.lattice.blockPx
  const kappa = epsilon / 2 / blockLength ** 2
  const isSharp = kappa < SHARP_KAPPA
  let model = firstModel()
  const sourceTotal = sum(source.lattice.weights)
  const targetTotal = sum(target.lattice.weights)
  const massRatio = Math.log1p(sum([sourceTotal, -targetTotal]) / targetTotal)
  let sourceShift = 0

  /** log of the mean of e^(−p/λ) under the weights; of nearly 1, from its excess over 1 (see core's `recenter`) */
  function logMean({ weights, logWeights, count }: LatticePoints, potential: number, total: number): number {
    const relative = kernels.excess(weights, potential, count, -1 / regM) / total
    if (Math.abs(relative) < 0.5) return Math.log1p(relative)
    const { largestTerm, sumOfTerms } = kernels
    const top = largestTerm(logWeights, potential, count, -1 / regM)
    return Math.log(sumOfTerms(weights, potential, count, -1 / regM, top) / total) + top
  }

  /** f from g, both recentred, G(g) in `next`, and the marginal error found on the way */
  function step(): number {
    toSource.softSum(g, damped, f)
    const sourceMean = logMean(source, f, sourceTotal)
    const shift = (regM / 2) * (massRatio + sourceMean - logMean(target, g, targetTotal))
    sourceShift = shift
    kernels.shift(f, source.count, shift)
    kernels.shift(g, target.count, -shift)
    toTarget.softSum(f, damped, next)
    kernels.weighted2(target.weights, g, 1 / epsilon, next, 1 / damped, target.count, targetMass)
    kernels.weighted(target.weights, g, target.count, -1 / regM, wantedMass)
    // the half step made the source's marginal right for f before its shift
    const sourceError = sourceTotal * Math.exp(sourceMean) * Math.abs(Math.expm1(-shift / regM))
    const error = sourceError + kernels.distance(targetMass, wantedMass, target.count)
    const nextShift = (regM / 2) * (massRatio + sourceMean - shift / regM - logMean(target, next, targetTotal))
    kernels.shift(next, target.count, -nextShift)
    return error
  }

  function firstModel(): LagModel | undefined {
    // under the plain distance a point does not spread alike in all directions, but along its ray
    if (problem.metric !== 'sqeuclidean') return undefined
    const plan = isSharp ? planModel() : undefined
    return plan ?? { kind: 'even', lag: diffusion(memory, target, KAPPA_FACTOR * kappa) }
  }

  function planModel(): LagModel | undefined {
    const lag = planDiffusion(memory, source, target, kappa)
    return lag && { kind: 'plan', lag }
  }

  /** the plan of f and g as the last step left them, its rows made whole */
  function renew(lag: PlanDiffusion): void {
    const fNow = valuesAtPoints(memory, f, source)
    const gNow = valuesAtPoints(memory, g, target)
    // f was damped, then shifted: g by as much the other way
    const rowLogs = plus(times(plus(fNow, -sourceShift), -1 / damped), sourceShift / epsilon)
    const columnLogs = logWeights(target.lattice.weights, gNow, epsilon)
    lag.renew({ rowLogs, columnLogs, scale: blockLength ** 2 / epsilon }, rowMasses(fNow, source, sourceShift, regM))
  }

  function run(start: Float64Array, tolerance: number, maxIterations: number): LevelState {
    setValues(memory, g, start)
    setValues(memory, safe, start)
    accelerated.restart()
    let smallest = Number.POSITIVE_INFINITY
    let trust = 1
    let earned = 0
    let halved = Number.POSITIVE_INFINITY
    let sinceHalved = 0
    let renewedAt = Number.POSITIVE_INFINITY
    for (let iterations = 1; ; iterations++) {
      const error = step()
      if (error <= tolerance || iterations >= maxIterations) return stateAt(error, iterations)
      if (error <= halved / 2) {
        halved = error
        sinceHalved = 0
      } else sinceHalved++
      const isStalled = model !== undefined && sinceHalved > PATIENCE[model.kind]
      // an overflowed error is a misled one too
      if (isStalled || !(error <= GROWTH * smallest)) {
        accelerated.restart()
        smallest = Number.POSITIVE_INFINITY
        if (isStalled && model?.kind === 'even') {
          model = isSharp ? undefined : planModel()
          trust = 1
        } else trust /= TRUST_LOST
        renewedAt = Number.POSITIVE_INFINITY
        if (isStalled) sinceHalved = 0
        earned = 0
        copy(safe, g)
        continue
      }
      if (error < smallest) {
        smallest = error
        copy(next, safe)
        if (++earned % TRUST_EARNED_AFTER === 0) trust = Math.min(1, TRUST_EARNED * trust)
      }
      const isSettling = isSharp && model?.kind === 'plan' && error > ROUGH_ERROR && iterations <= PLAIN_STEPS
      if (model && !isSettling && trust >= LEAST_TRUST) {
        if (model.kind === 'plan' && error < renewedAt / RENEWED_AFTER) {
          renew(model.lag)
          renewedAt = error
        }
        model.lag.extrapolate(g, next, trust)
      }
      if (!isSettling) accelerated.next(g, next)
      copy(next, g)
    }
  }

  function copy(from: number, to: number): void {
    memory.float64(to, target.count).set(memory.float64(from, target.count))
  }

  function stateAt(error: number, iterations: number): LevelState {
    const potentials = { f: valuesAtPoints(memory, f, source), g: valuesAtPoints(memory, g, target) }
    return {
      potentials,
      sourceMass: rowMasses(potentials.f, source, sourceShift, regM),
      targetMass: valuesAtPoints(memory, targetMass, target),
      error,
      iterations,
    }
  }

  return { run }
}

/** The plan's marginal on the source, which the half step made right for f before its shift. */
function rowMasses(
  f: Float64Array,
  { lattice: { weights } }: LatticePoints,
  shift: number,
  regM: number,
): Float64Array {
  const masses = new Float64Array(f.length)
  for (let i = 0; i < f.length; i++) masses[i] = weights[i] * Math.exp((shift - f[i]) / regM)
  return masses
}

/** What an iteration is believed to lag behind by. */
type LagModel = { readonly kind: 'even'; readonly lag: Lag } | { readonly kind: 'plan'; readonly lag: PlanDiffusion }
