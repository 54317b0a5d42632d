import { canonicalGrid } from '../core/canonical/canonical-grid.ts'
import {
  type HandCorrection,
  type PlacedFrame,
  type Placement,
  placeFrame,
  type RawFrame,
} from '../core/canonical/place-frame.ts'
import { encodeCocoRle } from '../core/mask/coco-rle.ts'
import { decodeMaskText } from '../core/mask/decode-mask.ts'
import { maskFromLabels } from '../core/mask/label-mask.ts'
import type { Mask } from '../core/mask/mask.ts'
import { requireNonEmpty } from '../core/mask/require-non-empty.ts'
import { type FrameQuality, frameQuality } from '../core/quality/frame-quality.ts'
import type { MaskSource } from '../study/embryo-table.ts'
import { readLabelImage } from '../study/label-image.ts'
import { resizeNearest, yolkFromImage } from '../study/yolk-files.ts'

/** One frame to decode and place. */
export interface FrameTask {
  readonly mask: MaskSource
  readonly umPerPx: number
  readonly yolkPath?: string
  readonly placement: Placement
  readonly gridUmPerPx: number
  /** what the embryo's other frames say of how it lies */
  readonly correction?: HandCorrection
}

/** A decoded, placed frame and what is to be said of it. */
export interface FrameResult {
  readonly placed: PlacedFrame
  /** the masks as they came, as COCO compressed run lengths */
  readonly maskRle: string
  readonly yolkRle: string | null
  readonly heightPx: number
  readonly widthPx: number
  readonly correction?: HandCorrection
  readonly quality: FrameQuality
  readonly loadSec: number
  readonly placeSec: number
}

/**
 * Decodes a frame and places it on the canonical grid.
 *
 * @throws MaskError, PlacementError or a file's error, each saying what is wrong with the frame
 */
export async function runFrameTask(task: FrameTask): Promise<FrameResult> {
  const startMs = performance.now()
  const raw = await loadFrame(task)
  const { mask, yolk, correction } = raw
  const loadedMs = performance.now()
  const grid = canonicalGrid(task.gridUmPerPx)
  const placed = placeFrame(raw, grid, task.placement)
  const placedMs = performance.now()
  return {
    placed,
    maskRle: encodeCocoRle(mask),
    yolkRle: yolk ? encodeCocoRle(yolk) : null,
    heightPx: mask.heightPx,
    widthPx: mask.widthPx,
    ...(correction ? { correction } : {}),
    quality: frameQuality(raw, placed, grid),
    loadSec: (loadedMs - startMs) / 1000,
    placeSec: (placedMs - loadedMs) / 1000,
  }
}

/** Decodes a frame's masks. */
export async function loadFrame(
  task: Pick<FrameTask, 'mask' | 'umPerPx' | 'yolkPath' | 'correction'>,
): Promise<RawFrame> {
  const mask = await loadMask(task.mask)
  const yolk = task.yolkPath === undefined ? undefined : await loadYolk(task.yolkPath, mask)
  const { umPerPx, correction } = task
  return { mask, umPerPx, ...(yolk ? { yolk } : {}), ...(correction ? { correction } : {}) }
}

/**
 * Decodes a frame's mask as it came.
 *
 * @throws MaskError or a file's error
 */
export async function loadMask(source: MaskSource): Promise<Mask> {
  if (source.kind === 'text') return decodeMaskText(source.text, source)
  const { heightPx, widthPx, labels } = await readLabelImage(source.path)
  return requireNonEmpty(maskFromLabels(labels, heightPx, widthPx, source.label))
}

async function loadYolk(path: string, mask: Mask): Promise<Mask> {
  const yolk = yolkFromImage(await readLabelImage(path))
  return resizeNearest(yolk, mask.heightPx, mask.widthPx)
}
