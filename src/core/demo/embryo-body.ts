import type { Yx } from '../canonical/affine.ts'
import { dorsalWidthUm, type EmbryoShape, headingRad, ventralWidthUm } from './embryo-shape.ts'

/**
 * An embryo laid out in the body's frame: µm, snout at the origin, head towards −x, back towards −y.
 *
 * A point of the tissue has material coordinates (S, R): S in [0, 1] along the centreline, R in [−1, 1] across it, −1 at the back, 0 on
 * the centreline, +1 at the belly or the yolk's underside. They stay with the point whatever the body's shape, which makes the
 * true displacement between two shapes known.
 */
export interface EmbryoBody {
  readonly shape: EmbryoShape
  /** the centreline at S = 0, 1/n, …, 1 */
  readonly centrelineY: Float64Array
  readonly centrelineX: Float64Array
}

export type MaterialPoint = readonly [s: number, r: number]

const SEGMENTS = 600
const NEWTON_STEPS = 4

/** Lays out a shape. */
export function layOutBody(shape: EmbryoShape): EmbryoBody {
  const centrelineY = new Float64Array(SEGMENTS + 1)
  const centrelineX = new Float64Array(SEGMENTS + 1)
  const stepUm = shape.lengthUm / SEGMENTS
  for (let i = 0; i < SEGMENTS; i++) {
    const heading = headingRad(shape, (i + 0.5) / SEGMENTS)
    centrelineY[i + 1] = centrelineY[i] + stepUm * Math.sin(heading)
    centrelineX[i + 1] = centrelineX[i] + stepUm * Math.cos(heading)
  }
  return { shape, centrelineY, centrelineX }
}

/** Where a material point lies, (y, x) in µm. */
export function materialToBody(body: EmbryoBody, [s, r]: MaterialPoint): Yx {
  return besideCentreline(body, s, r < 0 ? r * dorsalWidthUm(body.shape, s) : r * ventralWidthUm(body.shape, s))
}

/** The point at a distance from the centreline at S, µm, + towards the belly. */
export function besideCentreline(body: EmbryoBody, s: number, offsetUm: number): Yx {
  const [y, x] = onCentreline(body, s)
  const heading = headingRad(body.shape, s)
  return [y + offsetUm * Math.cos(heading), x - offsetUm * Math.sin(heading)]
}

/** The material point at (y, x) in µm; undefined where the body is not. */
export function bodyToMaterial(body: EmbryoBody, [y, x]: Yx): MaterialPoint | undefined {
  const { shape } = body
  let s = nearestOnCentreline(body, y, x) / SEGMENTS
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const { alongUm, acrossUm } = fromCentreline(body, s, y, x)
    s += alongUm / (shape.lengthUm * (1 - acrossUm * curvaturePerUm(shape, s)))
    s = Math.min(1, Math.max(0, s))
  }
  const { acrossUm } = fromCentreline(body, s, y, x)
  const widthUm = acrossUm < 0 ? dorsalWidthUm(shape, s) : ventralWidthUm(shape, s)
  const r = acrossUm / widthUm
  return Math.abs(r) <= 1 ? [s, r] : undefined
}

function onCentreline({ shape, centrelineY, centrelineX }: EmbryoBody, s: number): Yx {
  const i = Math.min(SEGMENTS - 1, Math.floor(s * SEGMENTS))
  const start = i / SEGMENTS
  const pastUm = (s - start) * shape.lengthUm
  const heading = headingRad(shape, (s + start) / 2)
  return [centrelineY[i] + pastUm * Math.sin(heading), centrelineX[i] + pastUm * Math.cos(heading)]
}

function fromCentreline(body: EmbryoBody, s: number, y: number, x: number): { alongUm: number; acrossUm: number } {
  const [cy, cx] = onCentreline(body, s)
  const heading = headingRad(body.shape, s)
  const [sin, cos] = [Math.sin(heading), Math.cos(heading)]
  return { alongUm: (x - cx) * cos + (y - cy) * sin, acrossUm: (y - cy) * cos - (x - cx) * sin }
}

function nearestOnCentreline({ centrelineY, centrelineX }: EmbryoBody, y: number, x: number): number {
  let nearest = 0
  let smallest = Number.POSITIVE_INFINITY
  for (let i = 0; i <= SEGMENTS; i++) {
    const square = (y - centrelineY[i]) ** 2 + (x - centrelineX[i]) ** 2
    if (square >= smallest) continue
    smallest = square
    nearest = i
  }
  return nearest
}

function curvaturePerUm(shape: EmbryoShape, s: number): number {
  const half = 0.5 / SEGMENTS
  return (headingRad(shape, s + half) - headingRad(shape, s - half)) / (2 * half * shape.lengthUm)
}
