import { planMarginals } from '../../src/core/transport/certificate.ts'
import { sum } from '../../src/core/transport/numbers.ts'
import type { Potentials, TransportProblem } from '../../src/core/transport/problem.ts'

/** How far an answer is from a better one: relative, the displacement to the largest there is, the mass at a point to the source's. */
export interface Differences {
  readonly cost: number
  readonly mass: number
  readonly displacement: number
  readonly massMap: number
}

export function differences(problem: TransportProblem, answer: Potentials, better: Potentials): Differences {
  const [a, b] = [planMarginals(problem, answer).source, planMarginals(problem, better).source]
  let largest = 0
  let furthest = 0
  let apart = 0
  a.dy.forEach((dy, i) => {
    largest = Math.max(largest, Math.hypot(b.dy[i], b.dx[i]))
    furthest = Math.max(furthest, Math.hypot(dy - b.dy[i], a.dx[i] - b.dx[i]))
    apart += Math.abs(a.mass[i] - b.mass[i])
  })
  return {
    cost: Math.abs(sum(a.cost) / sum(b.cost) - 1),
    mass: Math.abs(sum(a.mass) / sum(b.mass) - 1),
    displacement: furthest / largest,
    massMap: apart / sum(problem.source.weights),
  }
}
