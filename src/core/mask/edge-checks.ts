import type { Mask } from './mask.ts'

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
  return SIDES.map((side) => {
    const view = viewFrom(mask, side)
    let lengthPx = 0
    for (let along = 0; along < view.lengthPx; along++) lengthPx += view.at(0, along)
    return { side, lengthPx }
  }).filter(({ lengthPx }) => lengthPx > 0)
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
  let longest: StraightCut | undefined
  for (const side of SIDES) {
    const view = viewFrom(mask, side)
    for (const { depth, from, to } of flatRuns(view)) {
      const lengthPx = to - from + 1
      if (lengthPx < Math.max(SHORTEST_CUT_PX, (longest?.lengthPx ?? 0) + 1)) continue
      if (growth(view, depth, from, -1) > CORNER_GROWTH_PX || growth(view, depth, to, 1) > CORNER_GROWTH_PX) continue
      const extentFraction = lengthPx / extentAlong(view)
      longest = { side, lengthPx, extentFraction, fromYx: view.yx(depth, from), toYx: view.yx(depth, to) }
    }
  }
  return longest
}

/** A mask as seen from one side of the image: `depth` px into it, `along` px along the side. */
interface View {
  readonly depthPx: number
  readonly lengthPx: number
  readonly at: (depth: number, along: number) => number
  readonly yx: (depth: number, along: number) => readonly [y: number, x: number]
}

function viewFrom({ heightPx, widthPx, data }: Mask, side: Side): View {
  const upright = side === 'top' || side === 'bottom'
  const last = (upright ? heightPx : widthPx) - 1
  const line = (depth: number) => (side === 'top' || side === 'left' ? depth : last - depth)
  return {
    depthPx: last + 1,
    lengthPx: upright ? widthPx : heightPx,
    at: upright
      ? (depth, along) => data[line(depth) * widthPx + along]
      : (depth, along) => data[along * widthPx + line(depth)],
    yx: upright ? (depth, along) => [line(depth), along] : (depth, along) => [along, line(depth)],
  }
}

/** runs of pixels whose neighbours towards the side are outside; depth 0 is the image's edge */
function* flatRuns(view: View): Generator<{ readonly depth: number; readonly from: number; readonly to: number }> {
  for (let depth = 1; depth < view.depthPx; depth++) {
    let from = -1
    for (let along = 0; along <= view.lengthPx; along++) {
      const faces = along < view.lengthPx && view.at(depth, along) === 1 && view.at(depth - 1, along) === 0
      if (faces && from < 0) from = along
      if (!faces && from >= 0) {
        yield { depth, from, to: along - 1 }
        from = -1
      }
    }
  }
}

/** how far the mask reaches beyond a run's end, a few pixels further in */
function growth(view: View, depth: number, end: number, step: 1 | -1): number {
  const inner = Math.min(depth + CORNER_DEPTH_PX, view.depthPx - 1)
  let along = end + step
  while (along >= 0 && along < view.lengthPx && view.at(inner, along) === 1) along += step
  return Math.abs(along - end) - 1
}

function extentAlong(view: View): number {
  let first = view.lengthPx
  let last = -1
  for (let along = 0; along < view.lengthPx; along++) {
    for (let depth = 0; depth < view.depthPx; depth++) {
      if (view.at(depth, along) === 0) continue
      first = Math.min(first, along)
      last = along
      break
    }
  }
  return last - first + 1
}
