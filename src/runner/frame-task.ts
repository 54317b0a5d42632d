import { canonicalGrid } from '../core/canonical/canonical-grid.ts'
import { type PlacedFrame, type Placement, placeFrame, RETAINED_AREA_WARNING } from '../core/canonical/place-frame.ts'
import { encodeCocoRle } from '../core/mask/coco-rle.ts'
import { decodeMaskText } from '../core/mask/decode-mask.ts'
import { straightCut, touchesImageEdge } from '../core/mask/edge-checks.ts'
import { maskFromLabels } from '../core/mask/label-mask.ts'
import type { Mask } from '../core/mask/mask.ts'
import { requireNonEmpty } from '../core/mask/require-non-empty.ts'
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
}

/** A decoded, placed frame and what is to be said of it. */
export interface FrameResult {
  readonly placed: PlacedFrame
  /** the masks as they came, as COCO compressed run lengths */
  readonly maskRle: string
  readonly yolkRle: string | null
  readonly heightPx: number
  readonly widthPx: number
  readonly warnings: readonly FrameWarning[]
  readonly loadSec: number
  readonly placeSec: number
}

export interface FrameWarning {
  readonly kind: string
  readonly message: string
}

/**
 * Decodes a frame and places it on the canonical grid.
 *
 * @throws MaskError, PlacementError or a file's error, each saying what is wrong with the frame
 */
export async function runFrameTask(task: FrameTask): Promise<FrameResult> {
  const startMs = performance.now()
  const mask = await loadMask(task.mask)
  const yolk = task.yolkPath === undefined ? undefined : await loadYolk(task.yolkPath, mask)
  const loadedMs = performance.now()
  const raw = { mask, umPerPx: task.umPerPx, ...(yolk ? { yolk } : {}) }
  const placed = placeFrame(raw, canonicalGrid(task.gridUmPerPx), task.placement)
  const placedMs = performance.now()
  return {
    placed,
    maskRle: encodeCocoRle(mask),
    yolkRle: yolk ? encodeCocoRle(yolk) : null,
    heightPx: mask.heightPx,
    widthPx: mask.widthPx,
    warnings: frameWarnings(mask, placed),
    loadSec: (loadedMs - startMs) / 1000,
    placeSec: (placedMs - loadedMs) / 1000,
  }
}

async function loadMask(source: MaskSource): Promise<Mask> {
  if (source.kind === 'text') return decodeMaskText(source.text, source)
  const { heightPx, widthPx, labels } = await readLabelImage(source.path)
  return requireNonEmpty(maskFromLabels(labels, heightPx, widthPx, source.label))
}

async function loadYolk(path: string, mask: Mask): Promise<Mask> {
  const yolk = yolkFromImage(await readLabelImage(path))
  return resizeNearest(yolk, mask.heightPx, mask.widthPx)
}

function frameWarnings(mask: Mask, placed: PlacedFrame): FrameWarning[] {
  const warnings: FrameWarning[] = []
  for (const { side, lengthPx } of touchesImageEdge(mask)) {
    warnings.push({
      kind: 'touches-image-edge',
      message: `the mask touches the image's ${side} edge over ${lengthPx} px`,
    })
  }
  const cut = straightCut(mask)
  if (cut) {
    warnings.push({
      kind: 'straight-cut',
      message: `the mask ends in a straight cut of ${cut.lengthPx} px facing ${cut.side}: part of the embryo may be missing`,
    })
  }
  if (placed.retainedAreaFraction < RETAINED_AREA_WARNING) {
    const percent = (100 * placed.retainedAreaFraction).toFixed(1)
    warnings.push({ kind: 'area-lost', message: `placement kept ${percent} % of the mask's area` })
  }
  return warnings
}
