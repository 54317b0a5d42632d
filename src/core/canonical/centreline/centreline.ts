import { distanceTransform } from '../../mask/distance-transform.ts'
import type { Mask } from '../../mask/mask.ts'
import { thin } from '../../mask/thin.ts'
import type { Yx } from '../affine.ts'
import { type SkeletonPath, skeletonPath } from './skeleton-path.ts'
import { smoothingSpline } from './smoothing-spline.ts'

/** A smooth line through the middle of a body, from outline to outline. */
export interface Centreline {
  /** points every half pixel of arc length, the first and the last nearer: y, x, y, x, … in px */
  readonly yx: Float64Array
  /** arc length at each point, px, from 0 */
  readonly arcPx: Float64Array
  readonly failures: readonly CentrelineFailure[]
}

/** What makes a centreline doubtful. */
export type CentrelineFailure =
  /** a side branch of the skeleton is so long that the longest path may not be the body's: its length over the path's */
  | { readonly kind: 'branch'; readonly fraction: number; readonly limit: number }
  /** the smoothed line runs outside the mask: how much of its length */
  | { readonly kind: 'outside'; readonly fraction: number; readonly limit: number }

/** What is shorter is smoothed away (contract §10). */
const SMOOTHING_UM = 30
const LONGEST_BRANCH = 0.2
const STEP_PX = 0.5

/**
 * The centreline of a body (contract §10): the longest path through the thinned mask, without the ends that branch into the corners of a
 * blunt head or tail, smoothed by a cubic spline of arc length, straight on from there to the outline. Which end comes first is not said.
 *
 * @param mask one piece, with no pixel inside in its outermost rows and columns, as of `paddedCut`
 * @param radii its distance transform, where that is known already
 */
export function centreline(mask: Mask, umPerPx: number, radii = distanceTransform(mask)): Centreline {
  const path = skeletonPath(thin(mask))
  const inner = withoutEnds(path, radii, mask.widthPx)
  const smooth = smoothed(inner, mask.widthPx, SMOOTHING_UM / umPerPx)
  const { yx, arcPx } = evenly(extended(smooth, mask))
  return { yx, arcPx, failures: failuresOf(path, yx, mask) }
}

/** The same line from its other end. */
export function reversed(line: Centreline): Centreline {
  const last = line.arcPx.length - 1
  const yx = new Float64Array(line.yx.length)
  const arcPx = new Float64Array(line.arcPx.length)
  for (let k = 0; k <= last; k++) {
    yx[2 * k] = line.yx[2 * (last - k)]
    yx[2 * k + 1] = line.yx[2 * (last - k) + 1]
    arcPx[k] = line.arcPx[last] - line.arcPx[last - k]
  }
  return { ...line, yx, arcPx }
}

interface Line {
  readonly y: Float64Array
  readonly x: Float64Array
}

/**
 * The path's pixels between the circles, each the largest inside the mask about a pixel of the path, that still hold an end: within them
 * a skeleton forks into the corners of what is blunt.
 */
function withoutEnds({ pixels }: SkeletonPath, radii: Float64Array, widthPx: number): readonly number[] {
  const first = lastAround(pixels, radii, widthPx)
  const until = pixels.length - lastAround(pixels.toReversed(), radii, widthPx)
  // the circles of a round body hold both ends of its path
  return first < until ? pixels.slice(first, until) : [widest(pixels, radii)]
}

/** index of the last pixel from an end on whose circle holds that end; not of one that the path only comes back to */
function lastAround(pixels: readonly number[], radii: Float64Array, widthPx: number): number {
  const [endY, endX] = [Math.floor(pixels[0] / widthPx), pixels[0] % widthPx]
  let last = 0
  for (let k = 0; k < pixels.length; k++) {
    const pixel = pixels[k]
    const awayPx = Math.hypot(Math.floor(pixel / widthPx) - endY, (pixel % widthPx) - endX)
    if (awayPx <= radii[pixel] && k <= 2 * radii[pixel]) last = k
  }
  return last
}

function widest(pixels: readonly number[], radii: Float64Array): number {
  return pixels.reduce((best, pixel) => (radii[pixel] > radii[best] ? pixel : best))
}

function smoothed(pixels: readonly number[], widthPx: number, scalePx: number): Line {
  const y = new Float64Array(pixels.length)
  const x = new Float64Array(pixels.length)
  for (let k = 0; k < pixels.length; k++) {
    y[k] = Math.floor(pixels[k] / widthPx)
    x[k] = pixels[k] % widthPx
  }
  const arc = arcLength({ y, x })
  return { y: smoothingSpline(arc, y, scalePx), x: smoothingSpline(arc, x, scalePx) }
}

/** The line with straight ends as far as the mask reaches. */
function extended(line: Line, mask: Mask): Line {
  const n = line.y.length
  const inwards = Math.ceil(TANGENT_SHARE * (n - 1))
  // a line of one point lies as the body was placed: along x
  const [startY, startX] = outlineBeyond(line, inwards, 0, [0, -1], mask)
  const [endY, endX] = outlineBeyond(line, n - 1 - inwards, n - 1, [0, 1], mask)
  return { y: Float64Array.of(startY, ...line.y, endY), x: Float64Array.of(startX, ...line.x, endX) }
}

/** how much of the line, measured from an end, says where that end points */
const TANGENT_SHARE = 0.1

function outlineBeyond({ y, x }: Line, inner: number, end: number, otherwise: Yx, mask: Mask): Yx {
  const length = Math.hypot(y[end] - y[inner], x[end] - x[inner])
  const [dy, dx] = length > 0 ? [(y[end] - y[inner]) / length, (x[end] - x[inner]) / length] : otherwise
  let reach = 0
  while (isInside(mask, y[end] + (reach + STEP_PX) * dy, x[end] + (reach + STEP_PX) * dx)) reach += STEP_PX
  return [y[end] + reach * dy, x[end] + reach * dx]
}

/** The line by points at even steps of its arc length. */
function evenly(line: Line): Pick<Centreline, 'yx' | 'arcPx'> {
  const arc = arcLength(line)
  const length = arc[arc.length - 1]
  const steps = Math.max(1, Math.round(length / STEP_PX))
  const arcPx = new Float64Array(steps + 1)
  const yx = new Float64Array(2 * arcPx.length)
  let segment = 0
  for (let k = 0; k < arcPx.length; k++) {
    arcPx[k] = (k * length) / steps
    while (segment < arc.length - 2 && arc[segment + 1] < arcPx[k]) segment++
    const span = arc[segment + 1] - arc[segment]
    const share = span > 0 ? (arcPx[k] - arc[segment]) / span : 0
    yx[2 * k] = line.y[segment] + share * (line.y[segment + 1] - line.y[segment])
    yx[2 * k + 1] = line.x[segment] + share * (line.x[segment + 1] - line.x[segment])
  }
  return { yx, arcPx }
}

function arcLength({ y, x }: Line): Float64Array {
  const arc = new Float64Array(y.length)
  for (let i = 1; i < arc.length; i++) arc[i] = arc[i - 1] + Math.hypot(y[i] - y[i - 1], x[i] - x[i - 1])
  return arc
}

function failuresOf(path: SkeletonPath, yx: Float64Array, mask: Mask): CentrelineFailure[] {
  const failures: CentrelineFailure[] = []
  const branch = path.longestBranchPx / Math.max(1, path.lengthPx)
  if (branch > LONGEST_BRANCH) failures.push({ kind: 'branch', fraction: branch, limit: LONGEST_BRANCH })
  let outside = 0
  for (let k = 0; k < yx.length; k += 2) outside += isInside(mask, yx[k], yx[k + 1]) ? 0 : 2 / yx.length
  if (outside > 0) failures.push({ kind: 'outside', fraction: outside, limit: 0 })
  return failures
}

function isInside({ heightPx, widthPx, data }: Mask, y: number, x: number): boolean {
  const [row, column] = [Math.round(y), Math.round(x)]
  return row >= 0 && row < heightPx && column >= 0 && column < widthPx && data[row * widthPx + column] === 1
}
