import type { DisplacedEnd, PlanMarginals } from '../../src/core/transport/certificate.ts'
import { costKernel } from '../../src/core/transport/cost-kernel.ts'
import { logWeights } from '../../src/core/transport/half-step.ts'
import type { Measure } from '../../src/core/transport/measure.ts'
import type { Potentials, TransportProblem } from '../../src/core/transport/problem.ts'

/** core's `planMarginals` with the plain kernel in the place of WebAssembly's, which must not be its own judge. */
export function plainMarginals(problem: TransportProblem, { f, g }: Potentials): PlanMarginals {
  const { source, target } = problem
  return {
    source: planEnd(problem, source, f, target, g),
    target: planEnd(problem, target, g, source, f),
  }
}

function planEnd(
  problem: TransportProblem,
  end: Measure,
  potential: Float64Array,
  other: Measure,
  otherPotential: Float64Array,
): DisplacedEnd {
  const { epsilon } = problem
  const moments = costKernel(other, end, problem).moments(logWeights(other.weights, otherPotential, epsilon))
  const mass = end.weights.map((weight, i) => weight * Math.exp(potential[i] / epsilon + moments.logSum[i]))
  const cost = mass.map((value, i) => (value > 0 ? value * moments.meanCost[i] : 0))
  return { mass, cost, dy: moments.meanDy, dx: moments.meanDx }
}
