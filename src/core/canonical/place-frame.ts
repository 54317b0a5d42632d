import { type CleanedMask, cleanMask } from '../mask/clean-mask.ts'
import { type Mask, maskAreaPx } from '../mask/mask.ts'
import { type MaskMoments, maskMoments, principalAngleRad, skewnessAlong } from '../mask/moments.ts'
import { type Affine, anchored, type Yx } from './affine.ts'
import type { CanonicalGrid } from './canonical-grid.ts'
import { type Orientation, orientByMoments, orientByYolk } from './orientation.ts'
import { warpedExtent, warpMask } from './warp.ts'

export const PLACEMENTS = ['morphseq'] as const
/** How position, angle and side are chosen; `morphseq`: the original's, from the whole mask. */
export type Placement = (typeof PLACEMENTS)[number]

/** A turn by 180° or a mirroring across the long axis that a person made on top of the chosen orientation. */
export interface HandCorrection {
  readonly turned: boolean
  readonly flipped: boolean
}

/** One frame as it was filmed. */
export interface RawFrame {
  readonly mask: Mask
  /** same size as the mask */
  readonly yolk?: Mask
  readonly umPerPx: number
  readonly correction?: HandCorrection
}

/** A frame on the canonical grid, with everything that was decided on the way. */
export interface PlacedFrame {
  readonly mask: Mask
  /** raw px → canonical px, the whole of rotation, flip, scale and shift */
  readonly transform: Affine
  readonly alignment: Orientation['alignment']
  /** standardised third central moments along the canonical y and x axes, after orientation */
  readonly orientationSkewYx: Yx
  readonly orientationUncertain: boolean
  /** canonical area over what the scale says it should be */
  readonly retainedAreaFraction: number
  /** what cleaning took away and filled before placement */
  readonly cleaning: Omit<CleanedMask, 'mask'>
}

/** A frame that can't be put on the grid. */
export class PlacementError extends Error {
  override readonly name = 'PlacementError'
}

/** Less of the area than this on the grid is worth a warning (contract §2.6). */
export const RETAINED_AREA_WARNING = 0.98

/** Moments smaller than these don't tell one side from the other (contract §2.4). */
const CERTAIN_SKEW_Y = 0.2
const CERTAIN_SKEW_X = 0.1

/** What stays free between the mask and the grid's edge. */
const MARGIN_PX = 1

/**
 * Places a frame on the canonical grid as the original pipeline does (contract §2, `placement = morphseq`), each frame on its own.
 *
 * @throws PlacementError where nothing is left of the mask or it does not fit the grid
 */
export function placeFrame(frame: RawFrame, grid: CanonicalGrid): PlacedFrame {
  const { mask, ...cleaning } = cleanMask(frame.mask)
  const yolk = frame.yolk?.data.includes(1) ? maskMoments(frame.yolk) : undefined
  const scale = frame.umPerPx / grid.umPerPx
  const moments = maskMoments(mask)
  const upright = uprightTransform(moments, scale)
  const skew = skewYx(moments)
  const orientation = yolk ? orientByYolk(mask, yolk, upright) : orientByMoments(skew)
  const [signY, signX] = correctedSigns(orientation, frame.correction)

  const anchor = yolk ? yolk.centroidYx : moments.centroidYx
  const centered = anchored(mirrored(upright, signY, signX), anchor, [(grid.heightPx - 1) / 2, (grid.widthPx - 1) / 2])
  const transform = keptInside(mask, centered, grid)
  const placed = warpMask(mask, transform, grid)
  const placedAreaPx = maskAreaPx(placed)
  if (placedAreaPx === 0) {
    throw new PlacementError(
      `nothing is left of the mask at ${grid.umPerPx} µm/px (it has ${moments.areaPx} px at ${frame.umPerPx} µm/px): check its scale`,
    )
  }
  return {
    mask: placed,
    transform,
    alignment: orientation.alignment,
    orientationSkewYx: [signY * skew[0], signX * skew[1]],
    orientationUncertain:
      orientation.alignment === 'moments' && (Math.abs(skew[0]) < CERTAIN_SKEW_Y || Math.abs(skew[1]) < CERTAIN_SKEW_X),
    retainedAreaFraction: placedAreaPx / (moments.areaPx * scale * scale),
    cleaning,
  }
}

/** Rotates the long axis onto x and scales, about the mask's centroid. */
function uprightTransform(moments: MaskMoments, scale: number): Affine {
  const angleRad = principalAngleRad(moments)
  const cos = scale * Math.cos(angleRad)
  const sin = scale * Math.sin(angleRad)
  return anchored({ yy: cos, yx: -sin, xy: sin, xx: cos, y0: 0, x0: 0 }, moments.centroidYx, [0, 0])
}

/** standardised third central moments across and along the long axis */
function skewYx(moments: MaskMoments): Yx {
  const angleRad = principalAngleRad(moments)
  const along: Yx = [Math.sin(angleRad), Math.cos(angleRad)]
  const across: Yx = [Math.cos(angleRad), -Math.sin(angleRad)]
  return [skewnessAlong(moments, across), skewnessAlong(moments, along)]
}

function correctedSigns(orientation: Orientation, correction: HandCorrection | undefined): [number, number] {
  const turn = correction?.turned ? -1 : 1
  const flip = correction?.flipped ? -1 : 1
  return [orientation.signY * turn * flip, orientation.signX * turn]
}

function mirrored(map: Affine, signY: number, signX: number): Affine {
  return {
    yy: signY * map.yy,
    yx: signY * map.yx,
    y0: signY * map.y0,
    xy: signX * map.xy,
    xx: signX * map.xx,
    x0: signX * map.x0,
  }
}

/** Shifts the transform as little as keeps the mask off the grid's edge. */
function keptInside(mask: Mask, transform: Affine, grid: CanonicalGrid): Affine {
  const extent = warpedExtent(mask, transform)
  return {
    ...transform,
    y0: transform.y0 + shiftInto(extent.y, grid.heightPx, 'high', grid),
    x0: transform.x0 + shiftInto(extent.x, grid.widthPx, 'long', grid),
  }
}

function shiftInto([low, high]: [number, number], sizePx: number, word: string, grid: CanonicalGrid): number {
  const last = sizePx - 1 - MARGIN_PX
  if (high - low > last - MARGIN_PX) {
    throw new PlacementError(
      `the embryo is ${Math.round((high - low) * grid.umPerPx)} µm ${word} once its long axis lies along x; the grid holds ` +
        `${Math.round((last - MARGIN_PX) * grid.umPerPx)} µm: check its scale and that the mask is one embryo`,
    )
  }
  return Math.max(MARGIN_PX - low, 0) + Math.min(last - high, 0)
}
