import { backgroundComponents, type Components, foregroundComponents } from './connected-components.ts'
import { emptyMask, type Mask } from './mask.ts'

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
  const pieces = foregroundComponents(mask)
  const largestPx = pieces.areasPx.reduce((most, areaPx) => Math.max(most, areaPx), 0)
  const largest = pieces.areasPx.indexOf(largestPx) + 1
  const cleaned = emptyMask(mask.heightPx, mask.widthPx)
  drawComponents(pieces, new Set([largest]), cleaned)

  const background = backgroundComponents(cleaned)
  const holes = labelsOffEdge(background)
  drawComponents(background, holes, cleaned)
  const holesPx = Array.from(holes, (label) => background.areasPx[label - 1])

  return {
    mask: cleaned,
    removedComponents: Math.max(0, pieces.areasPx.length - 1),
    removedAreaPx: total(pieces.areasPx) - (pieces.areasPx[largest - 1] ?? 0),
    filledHoles: holesPx.length,
    filledAreaPx: total(holesPx),
  }
}

/** Draws the chosen components into a mask, on top of what is there. */
function drawComponents({ runs, labels }: Components, chosen: ReadonlySet<number>, into: Mask): void {
  for (let y = 0; y < runs.heightPx; y++) {
    const row = y * runs.widthPx
    for (let run = runs.starts[y]; run < runs.starts[y + 1]; run++) {
      if (chosen.has(labels[run])) into.data.fill(1, row + runs.from[run], row + runs.to[run])
    }
  }
}

/** Labels of the components that do not reach the image's edge. */
function labelsOffEdge({ runs, labels, areasPx }: Components): ReadonlySet<number> {
  const { heightPx, widthPx, starts, from, to } = runs
  const found = new Set(areasPx.keys().map((index) => index + 1))
  for (let y = 0; y < heightPx; y++) {
    for (let run = starts[y]; run < starts[y + 1]; run++) {
      if (y === 0 || y === heightPx - 1 || from[run] === 0 || to[run] === widthPx) found.delete(labels[run])
    }
  }
  return found
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
