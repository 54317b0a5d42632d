import type { Mask } from '../mask/mask.ts'
import { type Box, tightBox } from '../mask/tight-box.ts'

/**
 * The work grid that both masks of a pair share (contract §3): `box` on the canonical grid, padded with zeros at the bottom and right
 * to a multiple of `downsampleFactor`, then pooled by it.
 */
export interface PairFrame {
  readonly box: Box
  readonly padBottomPx: number
  readonly padRightPx: number
  readonly downsampleFactor: number
  /** size of the work grid, work px */
  readonly heightPx: number
  readonly widthPx: number
}

/** How far the box reaches beyond the masks. */
export const BOX_MARGIN_PX = 16

/** The frame of a pair: the union of both masks' tight boxes, grown by 16 px and clamped to the grid. */
export function pairFrame(source: Mask, target: Mask, downsampleFactor: number): PairFrame {
  const a = tightBox(source)
  const b = tightBox(target)
  const box: Box = {
    y0: Math.max(0, Math.min(a.y0, b.y0) - BOX_MARGIN_PX),
    x0: Math.max(0, Math.min(a.x0, b.x0) - BOX_MARGIN_PX),
    y1: Math.min(source.heightPx, Math.max(a.y1, b.y1) + BOX_MARGIN_PX),
    x1: Math.min(source.widthPx, Math.max(a.x1, b.x1) + BOX_MARGIN_PX),
  }
  const heightPx = Math.ceil((box.y1 - box.y0) / downsampleFactor)
  const widthPx = Math.ceil((box.x1 - box.x0) / downsampleFactor)
  return {
    box,
    padBottomPx: heightPx * downsampleFactor - (box.y1 - box.y0),
    padRightPx: widthPx * downsampleFactor - (box.x1 - box.x0),
    downsampleFactor,
    heightPx,
    widthPx,
  }
}
