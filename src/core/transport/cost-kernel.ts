import type { CostKernel } from './kernel.ts'
import type { Measure } from './measure.ts'
import { pointKernel } from './point-kernel.ts'
import type { TransportProblem } from './problem.ts'
import { separableKernel } from './separable-kernel.ts'

/** The kernel from the points of `from` to the points of `to`: separable for `sqeuclidean`, point by point otherwise. */
export function costKernel(
  from: Measure,
  to: Measure,
  problem: Pick<TransportProblem, 'metric' | 'coordScale' | 'epsilon'>,
): CostKernel {
  switch (problem.metric) {
    case 'sqeuclidean':
      return separableKernel(from, to, problem.coordScale, problem.epsilon)
    case 'euclidean':
      return pointKernel(from, to, problem.coordScale, problem.epsilon)
  }
}
