import type { WorkPair } from '../pair/work-pair.ts'
import type { PlanEnd } from '../transport/certificate.ts'
import { fitRigidMotion, type RigidMotion } from './rigid-motion.ts'

/** The anterior body ends here: a tail that curls begins behind it (S of contract §10). */
export const ANTERIOR_S = 0.45
/** Fewer work pixels than this have no angle. */
const FEWEST_POINTS = 30

/**
 * How the anterior body as a whole is turned and shifted from source to target: the rigid motion nearest to the debiased displacement where
 * S < 0.45, weighted with the mass that moves. Canonical px.
 *
 * @param plan the pair's plan at the source
 * @param self the source's self-transport, the same points
 * @param s S of each canonical pixel of the source, NaN off it
 * @returns undefined where too little of the body is known to be anterior
 */
export function anteriorMotion(
  pair: WorkPair,
  plan: PlanEnd,
  self: Pick<PlanEnd, 'dy' | 'dx'>,
  s: Float64Array,
): RigidMotion | undefined {
  const { support } = pair.source
  const { box, downsampleFactor: factor } = pair.frame
  const middle = (factor - 1) / 2
  const canonicalY = (i: number) => box.y0 + support.y[i] * factor + middle
  const canonicalX = (i: number) => box.x0 + support.x[i] * factor + middle
  const anterior: number[] = []
  for (let i = 0; i < plan.mass.length; i++) {
    const pixel = Math.round(canonicalY(i)) * pair.grid.widthPx + Math.round(canonicalX(i))
    if (s[pixel] < ANTERIOR_S && plan.mass[i] > 0) anterior.push(i)
  }
  if (anterior.length < FEWEST_POINTS) return undefined
  return fitRigidMotion({
    y: anterior.map(canonicalY),
    x: anterior.map(canonicalX),
    dy: Float64Array.from(anterior, (i) => factor * (plan.dy[i] - self.dy[i])),
    dx: Float64Array.from(anterior, (i) => factor * (plan.dx[i] - self.dx[i])),
    weights: Float64Array.from(anterior, (i) => plan.mass[i]),
  })
}
