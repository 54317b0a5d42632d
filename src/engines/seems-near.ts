import { recenter } from '../core/transport/half-step.ts'
import type { Potentials, TransportProblem } from '../core/transport/problem.ts'

const SAMPLES = 16
/** A mean marginal error above this part of the mass means that coarser stages give a better start. */
const NEAR = 3e-3
/** Terms below e^−30 of a point's own weight are left out. */
const NEGLIGIBLE = -30

/**
 * Whether potentials of a `sqeuclidean` problem look like a good start: their marginal error at a few of the source's points, which costs next
 * to nothing and tells the two cases that occur, nearly solved and far from it, apart.
 */
export function seemsNear(problem: TransportProblem, potentials: Potentials): boolean {
  const [f, g] = [potentials.f.slice(), potentials.g.slice()]
  recenter(problem, f, g)
  const { source, target, coordScale, epsilon, regM } = problem
  const count = Math.min(SAMPLES, source.weights.length)
  let error = 0
  for (let k = 0; k < count; k++) {
    const i = Math.floor(((k + 0.5) * source.weights.length) / count)
    let mass = 0
    for (let j = 0; j < target.weights.length; j++) {
      const dy = (source.y[i] - target.y[j]) * coordScale
      const dx = (source.x[i] - target.x[j]) * coordScale
      const exponent = (f[i] + g[j] - dy * dy - dx * dx) / epsilon
      if (exponent > NEGLIGIBLE) mass += target.weights[j] * Math.exp(exponent)
    }
    error += Math.abs(mass - Math.exp(-f[i] / regM)) / count
    // far from it, the first sample tells
    if (!(error <= NEAR)) return false
  }
  return true
}
