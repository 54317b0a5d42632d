import { planMarginals } from '../transport/certificate.ts'
import { couplingLines } from '../transport/coupling-lines.ts'
import { type Measure, massOf } from '../transport/measure.ts'
import type { Potentials, TransportProblem } from '../transport/problem.ts'

/** A solved problem whose mass is to be moved bit by bit. */
export interface MorphInput {
  readonly problem: TransportProblem
  readonly potentials: Potentials
  /** coupling = plan × this; px */
  readonly massPx: number
  /** of the target, px */
  readonly targetMassPx: number
  /** of the lattice that the points lie on */
  readonly heightPx: number
  readonly widthPx: number
}

/** Entries that together hold less than this share of a point's mass are left to what is faded over. */
const LEFT_SHARE = 1e-3

/**
 * The mass on its way: McCann's displacement interpolation (McCann 1997) of the whole plan. At time t each entry of the coupling lies at
 * (1 − t) x + t y, between four pixels as its distance from them says. What the plan does not move, because it is destroyed or created, fades
 * out or in where it is; where the plan moves more than an end has, what it moves grows or shrinks on its way. So the first frame is the source,
 * the last one the target, and between them mass changes evenly from the one's to the other's.
 *
 * @param frameCount at least 2, t = 0 and t = 1 among them at even steps
 * @returns px of mass a pixel, row-major, a frame a time
 */
export function morphFrames(input: MorphInput, frameCount: number): Float32Array[] {
  if (!(frameCount >= 2)) throw new RangeError(`a morph has at least 2 frames, not ${frameCount}`)
  const { problem, potentials, massPx, widthPx } = input
  const { source, target } = problem
  const destroyed = weightsPx(source, massPx)
  const created = weightsPx(target, input.targetMassPx)
  const arriving = planMarginals(problem, potentials).target.mass
  const targetShares = created.map((weight, j) => Math.min(1, weight / (massPx * arriving[j])))
  const lines = couplingLines(source, target, { from: potentials.f, to: potentials.g }, problem, massPx)
  const frames = Array.from({ length: frameCount }, () => new Float32Array(input.heightPx * widthPx))
  for (let i = 0; i < destroyed.length; i++) {
    const count = lines.find(i, (LEFT_SHARE * destroyed[i]) / created.length)
    let leaving = 0
    for (let k = 0; k < count; k++) leaving += lines.values[k]
    const sourceShare = Math.min(1, destroyed[i] / leaving)
    destroyed[i] -= sourceShare * leaving
    for (let k = 0; k < count; k++) created[lines.indices[k]] -= targetShares[lines.indices[k]] * lines.values[k]
    for (const [frame, into] of frames.entries()) {
      const t = frame / (frameCount - 1)
      for (let k = 0; k < count; k++) {
        const j = lines.indices[k]
        const mass = lines.values[k] * ((1 - t) * sourceShare + t * targetShares[j])
        const [y, x] = [source.y[i] + t * (target.y[j] - source.y[i]), source.x[i] + t * (target.x[j] - source.x[i])]
        splat(into, widthPx, y, x, mass)
      }
    }
  }
  for (const [frame, into] of frames.entries()) {
    const t = frame / (frameCount - 1)
    for (let i = 0; i < destroyed.length; i++) into[source.y[i] * widthPx + source.x[i]] += (1 - t) * destroyed[i]
    for (let j = 0; j < created.length; j++) into[target.y[j] * widthPx + target.x[j]] += t * created[j]
  }
  return frames
}

/** Mass between the four pixels around a position, each the more the nearer it is. */
function splat(into: Float32Array, widthPx: number, y: number, x: number, mass: number): void {
  const [top, left] = [Math.floor(y), Math.floor(x)]
  const [down, right] = [y - top, x - left]
  const at = top * widthPx + left
  into[at] += (1 - down) * (1 - right) * mass
  // on the lattice's last row or column there is nothing beyond, nor any mass for it
  if (right > 0) into[at + 1] += (1 - down) * right * mass
  if (down > 0) into[at + widthPx] += down * (1 - right) * mass
  if (down > 0 && right > 0) into[at + widthPx + 1] += down * right * mass
}

function weightsPx(measure: Measure, massPx: number): Float64Array {
  const factor = massPx / massOf(measure)
  return measure.weights.map((weight) => weight * factor)
}
