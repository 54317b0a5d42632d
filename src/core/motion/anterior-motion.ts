import type { CanonicalGrid } from '../canonical/canonical-grid.ts'
import type { Mask } from '../mask/mask.ts'
import { type ProblemParameters, type WorkPair, workPair } from '../pair/work-pair.ts'
import { type DisplacedEnd, planAtSource } from '../transport/certificate.ts'
import type { Potentials, TransportProblem } from '../transport/problem.ts'
import type { SelfTransport } from '../transport/self-transport.ts'
import { momentsOf } from './displaced-points.ts'
import { fitRigidMotion, type RigidMotion } from './rigid-motion.ts'

/** A source as it was placed, of which the anterior body is known. */
export interface AnteriorSource {
  readonly mask: Mask
  readonly self: SelfTransport
  /** its part before S = 0.45 */
  readonly anterior: Mask
}

/** Potentials of a problem, to a loose tolerance. */
export type SolveLoosely = (problem: TransportProblem) => Potentials

/** Fewer work pixels than this have no angle. */
const FEWEST_POINTS = 30

/** A source's transport onto a target. */
export interface ShownMotion {
  /** of the anterior body, as the transport shows it; undefined where that body is not known */
  readonly motion: RigidMotion | undefined
  readonly potentials: Potentials
}

/** Transports a source onto a target and looks how its anterior body moves. */
export function shownMotion(
  { mask, self, anterior }: AnteriorSource,
  target: Mask,
  grid: CanonicalGrid,
  parameters: ProblemParameters,
  solve: SolveLoosely,
): ShownMotion {
  const pair = workPair(mask, target, grid, parameters)
  const potentials = solve(pair.problem)
  return { motion: anteriorMotion(pair, planAtSource(pair.problem, potentials), self.plan, anterior), potentials }
}

/**
 * How the anterior body as a whole is turned and shifted from source to target: the rigid motion nearest to the debiased displacement there,
 * weighted with the mass that moves. Canonical px.
 *
 * @param plan the pair's plan at the source
 * @param self the source's self-transport, the same points
 * @param anterior the source's anterior body on the canonical grid
 * @returns undefined where too little of the body is known to be anterior
 */
export function anteriorMotion(
  pair: WorkPair,
  plan: DisplacedEnd,
  self: Pick<DisplacedEnd, 'dy' | 'dx'>,
  anterior: Mask,
): RigidMotion | undefined {
  const { support } = pair.source
  const { box, downsampleFactor: factor } = pair.frame
  const middle = (factor - 1) / 2
  const room = () => new Float64Array(plan.mass.length)
  const [y, x, dy, dx, weights] = [room(), room(), room(), room(), room()]
  let count = 0
  for (let i = 0; i < plan.mass.length; i++) {
    const canonicalY = box.y0 + support.y[i] * factor + middle
    const canonicalX = box.x0 + support.x[i] * factor + middle
    const pixel = Math.round(canonicalY) * pair.grid.widthPx + Math.round(canonicalX)
    if (anterior.data[pixel] !== 1 || plan.mass[i] <= 0) continue
    y[count] = canonicalY
    x[count] = canonicalX
    dy[count] = factor * (plan.dy[i] - self.dy[i])
    dx[count] = factor * (plan.dx[i] - self.dx[i])
    weights[count++] = plan.mass[i]
  }
  if (count < FEWEST_POINTS) return undefined
  const found = (values: Float64Array) => values.subarray(0, count)
  return fitRigidMotion(momentsOf({ y: found(y), x: found(x), dy: found(dy), dx: found(dx), weights: found(weights) }))
}
