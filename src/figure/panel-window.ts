import type { Box } from '../core/mask/tight-box.ts'
import type { GridWindow } from './field-view.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

/** A window whose zoom is known: `zoom` px (CSS) a grid px, `centreYx` in the panel's middle. */
export interface SetWindow extends GridWindow {
  readonly zoom: number
}

/** Room that the scale bar and the labels take from a field that is shown whole, px. */
const ROOM = { top: 6, right: 8, bottom: 24, left: 8 } as const

/**
 * A window with its zoom found where it is null: the boxes of the panels that share it, whole, in the panel's middle.
 *
 * @param boxes what those panels show (`shownBox`), on the canonical grid; a panel's own alone where its window is its own
 */
export function setWindow(window: GridWindow, boxes: readonly Box[], size: Size): SetWindow {
  if (window.zoom !== null) return { centreYx: window.centreYx, zoom: window.zoom }
  const whole = unionOf(boxes)
  const zoom = Math.min(
    Math.max(size.width - ROOM.left - ROOM.right, 1) / (whole.x1 - whole.x0),
    Math.max(size.height - ROOM.top - ROOM.bottom, 1) / (whole.y1 - whole.y0),
  )
  const centre = (from: number, to: number, before: number, after: number) =>
    (from + to - 1) / 2 + (after - before) / 2 / zoom
  return {
    centreYx: [centre(whole.y0, whole.y1, ROOM.top, ROOM.bottom), centre(whole.x0, whole.x1, ROOM.left, ROOM.right)],
    zoom,
  }
}

/** Height over width of a panel in which the boxes just fit at that width. */
export function heightThatFits(boxes: readonly Box[], width: number): number {
  const whole = unionOf(boxes)
  const zoom = (width - ROOM.left - ROOM.right) / (whole.x1 - whole.x0)
  return zoom * (whole.y1 - whole.y0) + ROOM.top + ROOM.bottom
}

/** Where a grid position lies in the panel, px from its top left. */
export function toPanel(yx: readonly [number, number], { centreYx, zoom }: SetWindow, size: Size): [number, number] {
  return [(yx[0] - centreYx[0]) * zoom + size.height / 2, (yx[1] - centreYx[1]) * zoom + size.width / 2]
}

/** Which grid position lies at a place in the panel. */
export function toGrid(yx: readonly [number, number], { centreYx, zoom }: SetWindow, size: Size): [number, number] {
  return [(yx[0] - size.height / 2) / zoom + centreYx[0], (yx[1] - size.width / 2) / zoom + centreYx[1]]
}

function unionOf(boxes: readonly Box[]): Box {
  return {
    y0: Math.min(...boxes.map(({ y0 }) => y0)),
    x0: Math.min(...boxes.map(({ x0 }) => x0)),
    y1: Math.max(...boxes.map(({ y1 }) => y1)),
    x1: Math.max(...boxes.map(({ x1 }) => x1)),
  }
}
