import type { Metric, TransportProblem } from '../../core/transport/problem.ts'

/** A coarser problem that gives the next one its start: the measures summed over blocks of `blockPx`² px, at an ε of its own. */
export interface Stage {
  readonly blockPx: number
  readonly epsilon: number
}

/** Blocks grow until fewer points than this would be left. */
const FEWEST_POINTS = 100
/** The blur must cover a block: ε is at least this times what it costs to move across one. */
const EPSILON_PER_BLOCK = { sqeuclidean: 2, euclidean: 0.5 } as const satisfies Record<Metric, number>
/** ε falls by at most this factor from one stage to the next. */
const EPSILON_STEP = 4
/** so near to ε, a stage would not be worth its while */
const NEAR_EPSILON = 1.5

/**
 * The stages before a problem itself: blocks from the coarsest down to 2 px, then ever smaller ε at every pixel, where the problem's own is
 * smaller than a pixel bears from a coarse start (ε-scaling; Schmitzer 2019).
 */
export function stagesBefore({ source, target, metric, coordScale, epsilon }: TransportProblem): Stage[] {
  const points = Math.min(source.weights.length, target.weights.length)
  const leastEpsilon = (blockPx: number) => {
    const length = blockPx * coordScale
    const cost = metric === 'sqeuclidean' ? length ** 2 : length
    return Math.max(epsilon, EPSILON_PER_BLOCK[metric] * cost)
  }
  const stages: Stage[] = []
  for (let blockPx = 2; points / blockPx ** 2 >= FEWEST_POINTS; blockPx *= 2) {
    stages.unshift({ blockPx, epsilon: leastEpsilon(blockPx) })
  }
  for (let stage = leastEpsilon(1); stage > NEAR_EPSILON * epsilon; stage /= EPSILON_STEP) {
    stages.push({ blockPx: 1, epsilon: stage })
  }
  return stages
}
