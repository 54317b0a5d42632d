import type { Yx } from '../affine.ts'
import { type BodyProfile, FAT } from './body-profile.ts'

/** The straight line from the middle of the head to the middle of the trunk just behind the anterior body, px of the reduced copy. */
export interface BodyAxis {
  readonly headYx: Yx
  readonly lengthPx: number
  /** unit vectors: from head to trunk, and a quarter turn clockwise (on the screen) from there */
  readonly along: Yx
  readonly across: Yx
  /** arc length at which the trunk begins */
  readonly trunkArcPx: number
}

/** Below this loss of radius per length the body does not narrow any more towards the tail, it tapers. */
const TAPER = 0.2
/** in radii of the largest inscribed circle: over how much of the line the loss is measured, how much of the trunk is averaged, and how deep the
 * piece of the head is whose centroid is its middle */
const TAPER_REACH = 0.3
const TRUNK_REACH = 0.5
const HEAD_DEPTH = 0.5
/** what is foremost depends on the axis; it moves by less than a tenth of a degree after these */
const ROUNDS = 4

/**
 * The axis of the anterior body. Between its two ends lies the yolk, whose size does not turn it; behind it the tail, whose curl does not
 * either. Undefined where the body ends before a trunk begins.
 */
export function bodyAxis(profile: BodyProfile): BodyAxis | undefined {
  const { line, largestRadius } = profile
  const trunk = trunkStart(profile)
  const window = Math.ceil(TRUNK_REACH * pointsPer(profile) * largestRadius)
  if (trunk + window >= line.arcPx.length) return undefined
  const trunkYx = middleOfPoints(line.yx, trunk, trunk + window)
  const trunkArcPx = line.arcPx[trunk]
  let axis = axisBetween([line.yx[0], line.yx[1]], trunkYx, trunkArcPx)
  for (let round = 0; round < ROUNDS; round++) axis = axisBetween(middleOfHead(profile, axis), trunkYx, trunkArcPx)
  return axis.lengthPx >= largestRadius ? axis : undefined
}

/** Distance along the axis from the head's middle, and across it, of a point. */
export function alongAndAcross(
  { headYx, along, across }: BodyAxis,
  y: number,
  x: number,
): [along: number, across: number] {
  const [dy, dx] = [y - headYx[0], x - headYx[1]]
  return [dy * along[0] + dx * along[1], dy * across[0] + dx * across[1]]
}

/** index of the first point of the line behind the last fat circle from which on the body only tapers */
function trunkStart(profile: BodyProfile): number {
  const { lineRadii, largestRadius } = profile
  const reach = Math.max(1, Math.round(TAPER_REACH * pointsPer(profile) * largestRadius))
  const lost = (TAPER * reach) / pointsPer(profile)
  let at = lineRadii.findLastIndex((radius) => radius >= FAT * largestRadius)
  while (at + reach < lineRadii.length && lineRadii[at] - lineRadii[at + reach] > lost) at++
  return at
}

/** points of the line per px */
function pointsPer({ line }: BodyProfile): number {
  const last = line.arcPx.length - 1
  return line.arcPx[last] > 0 ? last / line.arcPx[last] : 1
}

function middleOfPoints(yx: Float64Array, from: number, to: number): Yx {
  let [y, x] = [0, 0]
  for (let k = from; k < to; k++) {
    y += yx[2 * k] / (to - from)
    x += yx[2 * k + 1] / (to - from)
  }
  return [y, x]
}

function axisBetween(headYx: Yx, trunkYx: Yx, trunkArcPx: number): BodyAxis {
  const [dy, dx] = [trunkYx[0] - headYx[0], trunkYx[1] - headYx[1]]
  const lengthPx = Math.hypot(dy, dx)
  const along: Yx = lengthPx > 0 ? [dy / lengthPx, dx / lengthPx] : [0, 1]
  return { headYx, lengthPx, along, across: [along[1], -along[0]], trunkArcPx }
}

/** the centroid of what is foremost along the axis */
function middleOfHead({ mask, arcs, largestRadius }: BodyProfile, axis: BodyAxis): Yx {
  const distances = new Float64Array(mask.data.length).fill(Infinity)
  let foremost = Infinity
  for (let i = 0; i < distances.length; i++) {
    if (!(arcs[i] <= axis.trunkArcPx)) continue
    distances[i] = alongAndAcross(axis, Math.floor(i / mask.widthPx), i % mask.widthPx)[0]
    foremost = Math.min(foremost, distances[i])
  }
  let [sumY, sumX, count] = [0, 0, 0]
  for (let i = 0; i < distances.length; i++) {
    if (!(distances[i] <= foremost + HEAD_DEPTH * largestRadius)) continue
    sumY += Math.floor(i / mask.widthPx)
    sumX += i % mask.widthPx
    count++
  }
  return count > 0 ? [sumY / count, sumX / count] : axis.headYx
}
