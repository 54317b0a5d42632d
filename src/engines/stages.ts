import type { Measure } from '../core/transport/measure.ts'
import { extent } from '../core/transport/numbers.ts'
import type { Metric, TransportProblem } from '../core/transport/problem.ts'

/** The stages before the last only have to give the next one a start. */
export const STAGE_TOLERANCE = 1e-3
export const STAGE_ITERATIONS = 200

/** A coarser problem that gives the next one its start: the measures summed over blocks of `blockPx`² px, at an ε of its own. */
export interface Stage {
  readonly blockPx: number
  readonly epsilon: number
}

/** The blur must cover a block: ε is at least this times what it costs to move across one. */
const EPSILON_PER_BLOCK = { sqeuclidean: 2, euclidean: 0.5 } as const satisfies Record<Metric, number>
/** ε falls by at most this factor from one stage to the next. */
const EPSILON_STEP = 4
/** What crossing both ends costs, over the ε from which few points are approached: hardly anything is out of reach there. */
const CROSSING_PER_EPSILON = 10
/** The coarsest grid: its few points take no time, and without it the next one has cost 134 iterations. */
const FEWEST_POINTS = 16
/** so near to ε, a stage would not be worth its while */
const NEAR_EPSILON = 2

/**
 * The stages before a problem itself: blocks from the coarsest down to 2 px, or to 4 px where these already bear the problem's ε (two iterations
 * more at every pixel cost less than preparing four times as many points), then ever smaller ε at every pixel, where the problem's own is smaller
 * than a pixel bears from a coarse start, or where the points are too few to be coarsened (ε-scaling; Schmitzer 2019).
 */
export function stagesBefore({ source, target, metric, coordScale, epsilon }: TransportProblem): Stage[] {
  const points = Math.min(source.weights.length, target.weights.length)
  const costOf = (lengthPx: number) => (metric === 'sqeuclidean' ? (lengthPx * coordScale) ** 2 : lengthPx * coordScale)
  const leastEpsilon = (blockPx: number) => Math.max(epsilon, EPSILON_PER_BLOCK[metric] * costOf(blockPx))
  const stages: Stage[] = []
  const isCoarsened = (blockPx: number) => points / blockPx ** 2 >= FEWEST_POINTS
  const finest = isCoarsened(4) && leastEpsilon(4) === epsilon ? 4 : 2
  for (let blockPx = finest; isCoarsened(blockPx); blockPx *= 2) {
    stages.unshift({ blockPx, epsilon: leastEpsilon(blockPx) })
  }
  const firstEpsilon = stages.length > 0 ? 0 : costOf(spanPx(source, target)) / CROSSING_PER_EPSILON
  for (let stage = Math.max(firstEpsilon, leastEpsilon(1)); stage > NEAR_EPSILON * epsilon; stage /= EPSILON_STEP) {
    stages.push({ blockPx: 1, epsilon: stage })
  }
  return stages
}

/** The diagonal of the box around both. */
function spanPx(a: Measure, b: Measure): number {
  const [yLow, yHigh] = extent(Int32Array.of(...extent(a.y), ...extent(b.y)))
  const [xLow, xHigh] = extent(Int32Array.of(...extent(a.x), ...extent(b.x)))
  return Math.hypot(yHigh - yLow, xHigh - xLow)
}
