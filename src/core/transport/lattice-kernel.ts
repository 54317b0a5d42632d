import type { KernelMemory } from '../kernels/kernel-memory.ts'
import type { KernelCosts, KernelMoments } from './kernel.ts'
import { type LatticePoints, placeValues, valuesAtPoints } from './lattice-points.ts'
import { type LinearSums, linearSums, type SquareSums } from './linear-sums.ts'
import { LOG_OF_NOTHING, type LogSums, logSums } from './log-sums.ts'
import type { TransportProblem } from './problem.ts'

/** The Gibbs kernel exp(−C/ε) of the squared distance from one lattice's points to another's. */
export interface LatticeKernel {
  /**
   * out_i = factor · log Σ_j w_j exp((p_j − C_ij)/ε) for each point i of `to`, with w the weights of `from`.
   *
   * @param potential address of p, one value for each point of `from`
   * @param out address of one value for each point of `to`
   * @param floor logarithm of a sum beside which none of these matters that is negligible; where left out, all matter as they are
   */
  softSum(potential: number, factor: number, out: number, floor?: number): void
  /**
   * That sum's logarithm, and expectations under its terms.
   *
   * @param expected about the smallest logarithm, where it is known: a wrong one costs time, and nothing else
   */
  moments(potential: number, expected?: number): KernelMoments
  /** That of the cost alone. */
  costs(potential: number, expected?: number): KernelCosts
}

/**
 * Kernel entries below e^−E are left out as long as every sum proves that they cannot matter. This E first; after that as much as the sums
 * before have shown to be enough, and a margin, since from one iteration to the next they change.
 */
const FIRST_EXPONENT = 120
const MARGIN = 5
/** A band is made for multiples of this. */
const EXPONENT_STEP = 5
const LEAST_EXPONENT = 40
/** The whole of float64's range. */
const LARGEST_EXPONENT = 700
/** What was left out must be below this part of every sum. */
const NEGLIGIBLE_SHARE = 1e-17
/** A sum this small may have lost terms to underflow. */
const SMALLEST_TRUSTED = 1e-280

/**
 * Prepares the kernel from `from` to `to` in WebAssembly (Solomon et al. 2015: on a grid it factors into rows and columns). Takes its room
 * from the kernels' memory as it needs it, so it is good for as long as the scope in which it is used.
 *
 * Sums are made in the linear domain, of exponentials relative to the largest term. Where float64's range is not enough for that, as for a
 * small ε or at the start of a pair that lies far apart, they are made in logarithms from then on.
 */
export function latticeKernel(
  memory: KernelMemory,
  from: LatticePoints,
  to: LatticePoints,
  { coordScale, epsilon }: Pick<TransportProblem, 'coordScale' | 'epsilon'>,
): LatticeKernel {
  const { kernels } = memory
  const scale = coordScale ** 2 / epsilon
  let linear: LinearSums | undefined
  let log: LogSums | undefined
  let exponent = FIRST_EXPONENT

  /** the linear sums with the potential's terms in place, relative to e^top */
  function linearTerms(potential: number, top: number): LinearSums {
    linear ??= linearSums(memory, from, to, scale)
    const { masses, inIndices } = linear
    kernels.scatterTerms(from.logWeights, potential, inIndices, from.count, 1 / epsilon, top, masses)
    return linear
  }

  function logTerms(potential: number): LogSums {
    log ??= logSums(memory, from, to, scale)
    kernels.scatterLogTerms(from.logWeights, potential, log.inIndices, from.count, 1 / epsilon, log.terms)
    return log
  }

  /** the E from which on a smallest sum proves that what is left out, times `largestFactor`, cannot matter */
  function enough(smallest: number, largestFactor: number): number {
    // all terms are at most 1, so no more than their number times e^−E is left out
    return Math.log((from.lattice.points.length * largestFactor) / NEGLIGIBLE_SHARE) - Math.log(smallest)
  }

  /**
   * Makes sums relative to the largest term, of which `attempt` returns the smallest that matters, until they can be trusted. Says whether they
   * can: what underflows is beyond any E.
   */
  function linearly(largestFactor: number, attempt: () => number): boolean {
    while (exponent <= LARGEST_EXPONENT) {
      const smallest = attempt()
      const needed = smallest >= SMALLEST_TRUSTED ? enough(smallest, largestFactor) : Number.POSITIVE_INFINITY
      const isTrusted = needed <= exponent
      exponent = isTrusted || exponent < LARGEST_EXPONENT ? withMargin(needed) : Number.POSITIVE_INFINITY
      if (isTrusted) return true
    }
    return false
  }

  function softSum(potential: number, factor: number, out: number, floor = Number.NEGATIVE_INFINITY): void {
    const top = kernels.largestTerm(from.logWeights, potential, from.count, 1 / epsilon)
    const isMade = linearly(1, () => {
      const { sum, outIndices } = linearTerms(potential, top)
      const smallest = kernels.gatherLogs(sum(exponent), outIndices, to.count, top, factor, out)
      return Math.max(smallest, Math.exp(floor - top))
    })
    if (isMade) return
    const { sum, outIndices } = logTerms(potential)
    kernels.gather(sum(), outIndices, to.count, factor, out)
  }

  const moments = (potential: number, expected?: number) => expectations(potential, linearMoments, expected)
  const costs = (potential: number, expected?: number) => expectations(potential, linearCosts, expected)

  /** Expectations out of linear sums where these can be trusted, else out of sums in logarithms. */
  function expectations<T extends KernelCosts>(
    potential: number,
    ofSums: (sums: LinearSums, top: number) => Trusted<T>,
    expected: number | undefined,
  ): T | KernelMoments {
    const top = kernels.largestTerm(from.logWeights, potential, from.count, 1 / epsilon)
    const square = farthest(from, to) ** 2
    if (expected !== undefined) exponent = withMargin(enough(Math.exp(expected - top), square))
    let trusted: T | undefined
    const isMade = linearly(square, () => {
      const sums = linearTerms(potential, top)
      const { found, smallest } = memory.scope(() => ofSums(sums, top))
      trusted = found
      return smallest
    })
    if (isMade && trusted) return trusted
    const sums = logTerms(potential)
    return memory.scope(() => logMoments(sums))
  }

  function linearCosts({ squares, outIndices }: LinearSums, top: number): Trusted<KernelCosts> {
    return costsOf(squares(exponent), outIndices, top)
  }

  function linearMoments({ moments, outIndices }: LinearSums, top: number): Trusted<KernelMoments> {
    const grids = moments(exponent)
    const { found, smallest } = costsOf(grids, outIndices, top)
    const mean = (grid: number) => meanAt(grid, grids.sums, outIndices)
    return { found: { ...found, meanDy: mean(grids.dy), meanDx: mean(grids.dx) }, smallest }
  }

  function costsOf(grids: SquareSums, outIndices: number, top: number): Trusted<KernelCosts> {
    const values = placeValues(memory, to)
    const smallest = kernels.gatherLogs(grids.sums, outIndices, to.count, top, 1, values)
    const logSum = valuesAtPoints(memory, values, to)
    const ySquare = meanAt(grids.dySquare, grids.sums, outIndices)
    const xSquare = meanAt(grids.dxSquare, grids.sums, outIndices)
    return { found: { logSum, meanCost: costOf(ySquare, xSquare, coordScale) }, smallest }
  }

  /** a grid of sums over the grid of their weights' sums, at the points of `to` */
  function meanAt(grid: number, sums: number, outIndices: number): Float64Array {
    return memory.scope(() => {
      const values = placeValues(memory, to)
      kernels.gatherRatios(grid, sums, outIndices, to.count, values)
      return valuesAtPoints(memory, values, to)
    })
  }

  function logMoments({ moments, outIndices }: LogSums): KernelMoments {
    const grids = moments()
    const values = placeValues(memory, to)
    const at = (grid: number, factor = 1) => {
      kernels.gather(grid, outIndices, to.count, factor, values)
      return valuesAtPoints(memory, values, to)
    }
    const logSum = at(grids.sums)
    const found = {
      logSum,
      meanDy: at(grids.dy),
      meanDx: at(grids.dx),
      meanCost: at(grids.square, coordScale ** 2),
    }
    nameNothing(found)
    return found
  }

  return { softSum, moments, costs }
}

/** Where a sum is of nothing, its logarithm is −∞ and there is no mean; in place. */
function nameNothing({ logSum, meanDy, meanDx, meanCost }: KernelMoments): void {
  for (let i = 0; i < logSum.length; i++) {
    if (logSum[i] > LOG_OF_NOTHING / 2) continue
    logSum[i] = Number.NEGATIVE_INFINITY
    meanDy[i] = meanDx[i] = meanCost[i] = Number.NaN
  }
}

/** The mean squared distance, scaled. */
function costOf(ySquare: Float64Array, xSquare: Float64Array, coordScale: number): Float64Array {
  const cost = new Float64Array(ySquare.length)
  for (let i = 0; i < cost.length; i++) cost[i] = (ySquare[i] + xSquare[i]) * coordScale ** 2
  return cost
}

/** Rounded up, and neither more than there is nor next to nothing. */
function withMargin(needed: number): number {
  const rounded = EXPONENT_STEP * Math.ceil((needed + MARGIN) / EXPONENT_STEP)
  return Math.max(LEAST_EXPONENT, Math.min(LARGEST_EXPONENT, rounded))
}

/** What linear sums gave, with the smallest of them, which says whether they can be trusted. */
interface Trusted<T> {
  readonly found: T
  readonly smallest: number
}

/** An upper bound of the distance between a point of `a` and one of `b`, px. */
function farthest({ lattice: a }: LatticePoints, { lattice: b }: LatticePoints): number {
  const span = (low: number, count: number, otherLow: number, otherCount: number) =>
    Math.max(Math.abs(low + count * a.blockPx - otherLow), Math.abs(otherLow + otherCount * b.blockPx - low))
  return Math.hypot(span(a.y0, a.rowCount, b.y0, b.rowCount), span(a.x0, a.columnCount, b.x0, b.columnCount))
}
