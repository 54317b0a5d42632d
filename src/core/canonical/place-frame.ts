import { type CleanedMask, cleanMask } from '../mask/clean-mask.ts'
import { type Mask, maskAreaPx } from '../mask/mask.ts'
import { type MaskMoments, maskMoments } from '../mask/moments.ts'
import { type Affine, anchored, type Yx } from './affine.ts'
import { anteriorPose } from './anterior/anterior-pose.ts'
import { type BodyPose, isUncertain, type OrientationEvidence } from './body-pose.ts'
import type { CanonicalGrid } from './canonical-grid.ts'
import { morphseqPose, skewYx, turned } from './morphseq-pose.ts'
import { warpedExtent, warpMask } from './warp.ts'

export const PLACEMENTS = ['anterior', 'morphseq'] as const
/** How position, angle and side are chosen; `anterior`: from the anterior body alone; `morphseq`: the original's, from the whole mask. */
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
  readonly alignment: BodyPose['alignment']
  /** standardised third central moments along the canonical y and x axes, after orientation */
  readonly orientationSkewYx: Yx
  /** any of the evidence is below its threshold */
  readonly orientationUncertain: boolean
  /** what angle and sides were told by, none where only the yolk was asked */
  readonly evidence: readonly OrientationEvidence[]
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

/** What stays free between the mask and the grid's edge. */
const MARGIN_PX = 1

/**
 * Places a frame on the canonical grid (contract §2), each frame on its own.
 *
 * @throws PlacementError where nothing is left of the mask or it does not fit the grid
 */
export function placeFrame(frame: RawFrame, grid: CanonicalGrid, placement: Placement): PlacedFrame {
  const { mask, ...cleaning } = cleanMask(frame.mask)
  const scale = frame.umPerPx / grid.umPerPx
  const moments = maskMoments(mask)
  const pose = framePose(mask, moments, frame, placement)
  const [signY, signX] = correctedSigns(pose, frame.correction)
  const skew = skewYx(moments, pose.angleRad)

  const upright = mirrored(turned(moments.centroidYx, pose.angleRad, scale), signY, signX)
  const centered = anchored(upright, pose.anchorYx, [(grid.heightPx - 1) / 2, (grid.widthPx - 1) / 2])
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
    alignment: pose.alignment,
    orientationSkewYx: [signY * skew[0], signX * skew[1]],
    orientationUncertain: isUncertain(pose.evidence),
    evidence: pose.evidence,
    retainedAreaFraction: placedAreaPx / (moments.areaPx * scale * scale),
    cleaning,
  }
}

/** How a frame's body lies, as a placement finds it. */
export function framePose(
  mask: Mask,
  moments: MaskMoments,
  { yolk, umPerPx }: RawFrame,
  placement: Placement,
): BodyPose {
  switch (placement) {
    case 'anterior':
      return anteriorPose(mask, moments, yolk, umPerPx)
    case 'morphseq':
      return morphseqPose(mask, moments, yolk?.data.includes(1) ? maskMoments(yolk) : undefined)
  }
}

function correctedSigns(pose: BodyPose, correction: HandCorrection | undefined): [number, number] {
  const turn = correction?.turned ? -1 : 1
  const flip = correction?.flipped ? -1 : 1
  return [pose.signY * turn * flip, pose.signX * turn]
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
