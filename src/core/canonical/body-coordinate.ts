import type { Mask } from '../mask/mask.ts'
import { paddedCut } from '../mask/padded-cut.ts'
import { type Centreline, type CentrelineFailure, centreline, reversed } from './centreline/centreline.ts'
import { nearestOnLine } from './centreline/nearest-on-line.ts'

/** How far along its body each pixel of a placed embryo lies (contract §10). */
export interface BodyCoordinate {
  /** S of each pixel, 0 at the head's end and 1 at the tail's; NaN off the mask. Row-major, as long as the mask */
  readonly s: Float64Array
  /** of the centreline, from outline to outline */
  readonly lengthUm: number
  /** the centreline's points at even steps from the head's end on, of about half a pixel: y, x, y, x, … in px of the mask */
  readonly centrelineYx: Float64Array
  /** none where the coordinate can be trusted */
  readonly failures: readonly CentrelineFailure[]
}

/**
 * The rostral-caudal coordinate S of an embryo that lies head left, along its own centreline. The end whose third of the line lies
 * farther left is the head's, so that a tail may curl back over the body.
 *
 * @param mask on the canonical grid, one piece
 * @param umPerPx of the canonical grid
 * @throws RangeError for an empty mask
 */
export function bodyCoordinate(mask: Mask, umPerPx: number): BodyCoordinate {
  const { mask: cut, originYx } = paddedCut(mask)
  const line = headFirst(centreline(cut, umPerPx))
  const lengthPx = line.arcPx[line.arcPx.length - 1]
  const arcPx = nearestOnLine(cut, line)
  const s = new Float64Array(mask.data.length).fill(Number.NaN)
  for (let pixel = 0; pixel < arcPx.length; pixel++) {
    if (cut.data[pixel] === 0) continue
    const y = Math.floor(pixel / cut.widthPx) + originYx[0]
    s[y * mask.widthPx + (pixel % cut.widthPx) + originYx[1]] = lengthPx > 0 ? arcPx[pixel] / lengthPx : 0.5
  }
  const centrelineYx = line.yx.map((value, k) => value + originYx[k % 2])
  return { s, lengthUm: lengthPx * umPerPx, centrelineYx, failures: line.failures }
}

function headFirst(line: Centreline): Centreline {
  const points = line.arcPx.length
  const third = Math.ceil(points / 3)
  const startX = meanX(line, 0, third)
  const endX = meanX(line, points - third, points)
  return startX <= endX ? line : reversed(line)
}

function meanX({ yx }: Centreline, from: number, to: number): number {
  let sum = 0
  for (let point = from; point < to; point++) sum += yx[2 * point + 1]
  return sum / (to - from)
}
