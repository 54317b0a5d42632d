import { backgroundComponents, foregroundComponents } from './connected-components.ts'
import type { Mask } from './mask.ts'

/** A mask of one piece without holes, and what was changed to make it so. */
export interface CleanedMask {
  readonly mask: Mask
  /** pieces other than the largest, and their area */
  readonly removedComponents: number
  readonly removedAreaPx: number
  /** regions of background that did not reach the image's edge, and their area */
  readonly filledHoles: number
  readonly filledAreaPx: number
}

/**
 * Keeps the largest 8-connected component (the first in row-major order among equals) and fills its holes, the 4-connected
 * background that does not reach the image's edge (contract §2). What lay inside a hole counts as removed, then filled.
 */
export function cleanMask(mask: Mask): CleanedMask {
  const { heightPx, widthPx } = mask
  const pieces = foregroundComponents(mask)
  const largest = pieces.areasPx.indexOf(Math.max(...pieces.areasPx)) + 1
  const data = new Uint8Array(mask.data.length)
  if (largest > 0) for (let i = 0; i < data.length; i++) data[i] = pieces.labels[i] === largest ? 1 : 0

  const background = backgroundComponents({ heightPx, widthPx, data })
  const open = labelsAtEdge(background.labels, heightPx, widthPx)
  for (let i = 0; i < data.length; i++) if (!open.has(background.labels[i])) data[i] = 1
  const holesPx = background.areasPx.filter((_, index) => !open.has(index + 1))

  return {
    mask: { heightPx, widthPx, data },
    removedComponents: Math.max(0, pieces.areasPx.length - 1),
    removedAreaPx: total(pieces.areasPx) - (pieces.areasPx[largest - 1] ?? 0),
    filledHoles: holesPx.length,
    filledAreaPx: total(holesPx),
  }
}

function labelsAtEdge(labels: Int32Array, heightPx: number, widthPx: number): ReadonlySet<number> {
  const found = new Set<number>()
  for (let x = 0; x < widthPx; x++) found.add(labels[x]).add(labels[(heightPx - 1) * widthPx + x])
  for (let y = 0; y < heightPx; y++) found.add(labels[y * widthPx]).add(labels[y * widthPx + widthPx - 1])
  found.delete(0)
  return found
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
