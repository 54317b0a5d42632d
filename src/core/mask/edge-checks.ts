import type { Mask } from './mask.ts'
import { type RowRuns, rowRuns, transposed } from './row-runs.ts'

export const SIDES = ['top', 'bottom', 'left', 'right'] as const
/** A side of the image, or the direction that a stretch of outline faces. */
export type Side = (typeof SIDES)[number]

/** A side of the image that the mask touches, and with how many of its pixels. */
export interface EdgeContact {
  readonly side: Side
  readonly lengthPx: number
}

/** A straight, axis-parallel stretch of outline with a corner at both ends. */
export interface StraightCut {
  /** where the missing part would be */
  readonly side: Side
  readonly lengthPx: number
  /** length over the whole mask's extent in the same direction, 0 … 1 */
  readonly extentFraction: number
  /** the stretch's two end pixels */
  readonly fromYx: readonly [y: number, x: number]
  readonly toYx: readonly [y: number, x: number]
}

/** Shorter flat stretches occur at the ends of smooth shapes. */
export const SHORTEST_CUT_PX = 16
const CORNER_DEPTH_PX = 4
const CORNER_GROWTH_PX = 6

/** The sides of the image at which the mask has pixels in the outermost row or column; none for a mask that lies free. */
export function touchesImageEdge(mask: Mask): readonly EdgeContact[] {
  const { heightPx, widthPx, data } = mask
  const lengths = { top: 0, bottom: 0, left: 0, right: 0 }
  for (let x = 0; x < widthPx; x++) {
    lengths.top += data[x]
    lengths.bottom += data[(heightPx - 1) * widthPx + x]
  }
  for (let y = 0; y < heightPx; y++) {
    lengths.left += data[y * widthPx]
    lengths.right += data[(y + 1) * widthPx - 1]
  }
  return SIDES.flatMap((side) => (lengths[side] > 0 ? { side, lengthPx: lengths[side] } : []))
}

/**
 * The longest place where the outline looks cut off by a box, as when a crop or a tile ended there; undefined where none does. The
 * edge of the image itself is {@link touchesImageEdge}'s.
 *
 * A cut is a run of at least {@link SHORTEST_CUT_PX} px along one row or column whose outer neighbours are all outside, and at whose
 * ends the outline turns sharply: 4 px further in, the mask reaches at most 6 px beyond either end (a cut through a part that
 * lies up to 56° askew). Length alone can't tell: at an extreme of curvature radius R a smooth outline is flat for up to
 * 2 √(2R) px, 67 px on an ellipse of 300 × 80, and a straight trunk can be flat for longer still, while a cut through the tail
 * is 20 px long. But a smooth outline that is flat for L px at its extreme is at least L √5 wide 4 px further in, 0.62 L
 * beyond either end: more than 6 px from L = 10 on, and 16 leaves room for what pixels round.
 */
export function straightCut(mask: Mask): StraightCut | undefined {
  const rows = rowRuns(mask)
  const columns = rowRuns(transposed(mask))
  let longest: StraightCut | undefined
  for (const side of SIDES) {
    const isUpright = side === 'top' || side === 'bottom'
    const lines = isUpright ? rows : columns
    const inwards = side === 'top' || side === 'left' ? 1 : -1
    for (const { line, from, to } of exposedRuns(lines, inwards)) {
      const lengthPx = to - from
      if (lengthPx < Math.max(SHORTEST_CUT_PX, (longest?.lengthPx ?? 0) + 1)) continue
      const inner = Math.min(Math.max(line + inwards * CORNER_DEPTH_PX, 0), lines.heightPx - 1)
      if (reachBefore(lines, inner, from) > CORNER_GROWTH_PX || reachAfter(lines, inner, to) > CORNER_GROWTH_PX)
        continue
      const yx = (along: number) => (isUpright ? ([line, along] as const) : ([along, line] as const))
      longest = { side, lengthPx, extentFraction: lengthPx / extentAlong(lines), fromYx: yx(from), toYx: yx(to - 1) }
    }
  }
  return longest
}

/** A stretch of one line: from ≤ along < to. */
interface ExposedRun {
  readonly line: number
  readonly from: number
  readonly to: number
}

/** The stretches whose outer neighbours, on the line before, are outside; the image's first line has none. */
function* exposedRuns(lines: RowRuns, inwards: 1 | -1): Generator<ExposedRun> {
  const { heightPx, starts, from, to } = lines
  const first = inwards === 1 ? 1 : heightPx - 2
  for (let line = first; line >= 0 && line < heightPx; line += inwards) {
    const outer = line - inwards
    for (let run = starts[line]; run < starts[line + 1]; run++) {
      let exposed = from[run]
      for (let cover = starts[outer]; cover < starts[outer + 1] && from[cover] < to[run]; cover++) {
        if (from[cover] > exposed) yield { line, from: exposed, to: from[cover] }
        exposed = Math.max(exposed, to[cover])
      }
      if (exposed < to[run]) yield { line, from: exposed, to: to[run] }
    }
  }
}

/** how far the mask on a line goes on before a position */
function reachBefore({ starts, from, to }: RowRuns, line: number, at: number): number {
  for (let run = starts[line]; run < starts[line + 1]; run++) {
    if (from[run] < at && to[run] >= at) return at - from[run]
  }
  return 0
}

/** how far the mask on a line goes on from a position */
function reachAfter({ starts, from, to }: RowRuns, line: number, at: number): number {
  for (let run = starts[line]; run < starts[line + 1]; run++) {
    if (from[run] <= at && to[run] > at) return to[run] - at
  }
  return 0
}

function extentAlong({ from, to }: RowRuns): number {
  const first = from.reduce((least, at) => Math.min(least, at), Infinity)
  return to.reduce((most, at) => Math.max(most, at), 0) - first
}
