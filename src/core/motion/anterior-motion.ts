import type { Mask } from '../mask/mask.ts'
import type { WorkPair } from '../pair/work-pair.ts'
import type { PlanEnd } from '../transport/certificate.ts'
import { fitRigidMotion, type RigidMotion } from './rigid-motion.ts'

/** Fewer work pixels than this have no angle. */
const FEWEST_POINTS = 30

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
  plan: PlanEnd,
  self: Pick<PlanEnd, 'dy' | 'dx'>,
  anterior: Mask,
): RigidMotion | undefined {
  const { support } = pair.source
  const { box, downsampleFactor: factor } = pair.frame
  const middle = (factor - 1) / 2
  const canonicalY = (i: number) => box.y0 + support.y[i] * factor + middle
  const canonicalX = (i: number) => box.x0 + support.x[i] * factor + middle
  const points: number[] = []
  for (let i = 0; i < plan.mass.length; i++) {
    const pixel = Math.round(canonicalY(i)) * pair.grid.widthPx + Math.round(canonicalX(i))
    if (anterior.data[pixel] === 1 && plan.mass[i] > 0) points.push(i)
  }
  if (points.length < FEWEST_POINTS) return undefined
  return fitRigidMotion({
    y: points.map(canonicalY),
    x: points.map(canonicalX),
    dy: Float64Array.from(points, (i) => factor * (plan.dy[i] - self.dy[i])),
    dx: Float64Array.from(points, (i) => factor * (plan.dx[i] - self.dx[i])),
    weights: Float64Array.from(points, (i) => plan.mass[i]),
  })
}
