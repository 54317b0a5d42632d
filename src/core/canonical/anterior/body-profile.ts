import { distanceTransform } from '../../mask/distance-transform.ts'
import type { Mask } from '../../mask/mask.ts'
import { type MaskMoments, maskMoments } from '../../mask/moments.ts'
import { type Centreline, centreline, reversed } from '../centreline/centreline.ts'
import { nearestOnLine } from '../centreline/nearest-on-line.ts'
import type { ReducedCopy } from './reduced-copy.ts'

/** A body read from head to tail, in pixels of its reduced copy. */
export interface BodyProfile {
  readonly mask: Mask
  readonly yolk?: { readonly mask: Mask; readonly moments: MaskMoments }
  /** the head's end first */
  readonly line: Centreline
  /** radius of the largest circle inside the mask about each point of the line */
  readonly lineRadii: Float64Array
  /** the same about each pixel; 0 outside */
  readonly radii: Float64Array
  /** of the largest of them */
  readonly largestRadius: number
  /** arc length of the line's point nearest to each pixel; NaN outside */
  readonly arcs: Float64Array
  /** see `OrientationEvidence` */
  readonly headEvidence: number
}

/** A circle of the line this much of the largest is still the anterior body's: a head about as fat as the yolk belongs to it, a trunk doesn't. */
export const FAT = 0.8

export function bodyProfile({ mask, yolk, umPerPx }: ReducedCopy): BodyProfile {
  const radii = distanceTransform(mask)
  const anyLine = centreline(mask, umPerPx, radii)
  const yolkMoments = yolk?.data.includes(1) ? maskMoments(yolk) : undefined
  const anyRadii = radiiAlong(anyLine, radii, mask)
  const fattest = yolkMoments ? nearestPoint(anyLine, yolkMoments) : middleOfFat(anyRadii)
  const evidence = (fatterHalf(anyRadii) + 1 - (2 * fattest) / Math.max(1, anyRadii.length - 1)) / 2
  const line = evidence < 0 ? reversed(anyLine) : anyLine
  return {
    mask,
    ...(yolk && yolkMoments && { yolk: { mask: yolk, moments: yolkMoments } }),
    line,
    lineRadii: evidence < 0 ? anyRadii.toReversed() : anyRadii,
    radii,
    largestRadius: anyRadii.reduce((most, radius) => Math.max(most, radius), 0),
    arcs: nearestOnLine(mask, line),
    headEvidence: Math.abs(evidence),
  }
}

/** between the pixels, linearly: a radius that jumps from pixel to pixel looks like a body that tapers, or hides one that does */
function radiiAlong({ yx, arcPx }: Centreline, radii: Float64Array, { widthPx }: Mask): Float64Array {
  return Float64Array.from(arcPx, (_, k) => {
    const [row, column] = [Math.floor(yx[2 * k]), Math.floor(yx[2 * k + 1])]
    const [down, right] = [yx[2 * k] - row, yx[2 * k + 1] - column]
    const along = (at: number) => (1 - right) * (radii[at] ?? 0) + right * (radii[at + 1] ?? 0)
    return (1 - down) * along(row * widthPx + column) + down * along((row + 1) * widthPx + column)
  })
}

/** the first half's radii against the second's: 1 where only the first has any, −1 where only the second */
function fatterHalf(lineRadii: Float64Array): number {
  const half = Math.ceil(lineRadii.length / 2)
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)
  const [first, second] = [sum(lineRadii.subarray(0, half)), sum(lineRadii.subarray(-half))]
  return first + second > 0 ? (first - second) / (first + second) : 0
}

/** index of the point of the line halfway between the first and the last of its fat circles */
function middleOfFat(lineRadii: Float64Array): number {
  const least = FAT * lineRadii.reduce((most, radius) => Math.max(most, radius), 0)
  const isFat = (radius: number) => radius >= least
  return (lineRadii.findIndex(isFat) + lineRadii.findLastIndex(isFat)) / 2
}

function nearestPoint({ yx, arcPx }: Centreline, { centroidYx }: MaskMoments): number {
  let nearest = 0
  let least = Infinity
  for (let k = 0; k < arcPx.length; k++) {
    const away = Math.hypot(yx[2 * k] - centroidYx[0], yx[2 * k + 1] - centroidYx[1])
    if (away >= least) continue
    least = away
    nearest = k
  }
  return nearest
}
