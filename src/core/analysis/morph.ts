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

/** An entry that holds less than this share of its point's mass is left to what is faded over: some thousandth of it, all such together. */
const LEAST_SHARE = 1e-5

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
  const { problem, potentials, massPx } = input
  const { source, target } = problem
  const destroyed = weightsPx(source, massPx)
  const created = weightsPx(target, input.targetMassPx)
  const arriving = planMarginals(problem, potentials).target.mass
  const targetShares = created.map((weight, j) => Math.min(1, weight / (massPx * arriving[j])))
  const lines = couplingLines(source, target, { from: potentials.f, to: potentials.g }, problem, massPx)
  const canvas = morphCanvas(input, frameCount)
  const way: Way = {
    toY: new Float64Array(created.length),
    toX: new Float64Array(created.length),
    fromMass: new Float64Array(created.length),
    toMass: new Float64Array(created.length),
  }
  for (let i = 0; i < destroyed.length; i++) {
    const count = lines.find(i, LEAST_SHARE * destroyed[i])
    let leaving = 0
    for (let k = 0; k < count; k++) leaving += lines.values[k]
    const sourceShare = Math.min(1, destroyed[i] / leaving)
    destroyed[i] -= sourceShare * leaving
    for (let k = 0; k < count; k++) {
      const j = lines.indices[k]
      way.toY[k] = target.y[j]
      way.toX[k] = target.x[j]
      way.fromMass[k] = sourceShare * lines.values[k]
      way.toMass[k] = targetShares[j] * lines.values[k]
      created[j] -= way.toMass[k]
    }
    canvas.move(source.y[i], source.x[i], way, count)
  }
  canvas.fade(source, destroyed, (t) => 1 - t)
  canvas.fade(target, created, (t) => t)
  return canvas.frames()
}

/** Where the mass of one point goes, and how much it is when it leaves and when it arrives. */
interface Way {
  readonly toY: Float64Array
  readonly toX: Float64Array
  readonly fromMass: Float64Array
  readonly toMass: Float64Array
}

/** The frames while they are drawn: a row and a column wider, so that a place on the last ones has four pixels around it like any other. */
function morphCanvas({ heightPx, widthPx }: Pick<MorphInput, 'heightPx' | 'widthPx'>, frameCount: number) {
  const stridePx = widthPx + 1
  const canvases = Array.from({ length: frameCount }, () => new Float64Array((heightPx + 1) * stridePx))
  const timeOf = (frame: number) => frame / (frameCount - 1)

  function move(fromY: number, fromX: number, way: Way, count: number): void {
    for (let frame = 0; frame < frameCount; frame++) drawAt(canvases[frame], timeOf(frame), fromY, fromX, way, count)
  }

  // called for every point and frame: most of a morph's work is its loop
  function drawAt(
    into: Float64Array,
    t: number,
    fromY: number,
    fromX: number,
    { toY, toX, fromMass, toMass }: Way,
    count: number,
  ): void {
    const rest = 1 - t
    const [startY, startX] = [rest * fromY, rest * fromX]
    for (let k = 0; k < count; k++) {
      const y = startY + t * toY[k]
      const x = startX + t * toX[k]
      const mass = rest * fromMass[k] + t * toMass[k]
      const top = y | 0
      const left = x | 0
      const lower = (y - top) * mass
      const upper = mass - lower
      const right = x - left
      const at = top * stridePx + left
      into[at] += upper - upper * right
      into[at + 1] += upper * right
      into[at + stridePx] += lower - lower * right
      into[at + stridePx + 1] += lower * right
    }
  }

  function fade({ y, x }: Measure, masses: Float64Array, shareAt: (t: number) => number): void {
    for (const [frame, into] of canvases.entries()) {
      const share = shareAt(timeOf(frame))
      for (let i = 0; i < masses.length; i++) into[y[i] * stridePx + x[i]] += share * masses[i]
    }
  }

  function frames(): Float32Array[] {
    return canvases.map((canvas) => {
      const frame = new Float32Array(heightPx * widthPx)
      for (let y = 0; y < heightPx; y++) frame.set(canvas.subarray(y * stridePx, y * stridePx + widthPx), y * widthPx)
      return frame
    })
  }

  return { move, fade, frames }
}

function weightsPx(measure: Measure, massPx: number): Float64Array {
  const factor = massPx / massOf(measure)
  return measure.weights.map((weight) => weight * factor)
}
