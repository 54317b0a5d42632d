import type { Box } from '../../core/mask/tight-box.ts'
import type { FieldView } from '../../figure/field-view.ts'
import { type SetWindow, type Size, setWindow, toGrid } from '../../figure/panel-window.ts'
import { within } from './view-changes.ts'

export const LEAST_ZOOM = 0.25
export const MOST_ZOOM = 64

/**
 * A panel's window with its zoom.
 *
 * @param boxes of the panels whose windows are linked with its own
 */
export function windowOf(view: FieldView, panel: number, boxes: readonly Box[], size: Size): SetWindow {
  return setWindow(view.panels[panel]?.window ?? view.window, boxes, size)
}

/** Larger or smaller about a place of the panel, which keeps the grid position that lies there. */
export function zoomedAbout(window: SetWindow, size: Size, yx: readonly [number, number], factor: number): SetWindow {
  const zoom = within(window.zoom * factor, LEAST_ZOOM, MOST_ZOOM)
  const [gridY, gridX] = toGrid(yx, window, size)
  return { zoom, centreYx: [gridY - (yx[0] - size.height / 2) / zoom, gridX - (yx[1] - size.width / 2) / zoom] }
}

/** Moved as the pointer moves what lies under it, px (CSS). */
export function panned({ centreYx: [y, x], zoom }: SetWindow, downPx: number, rightPx: number): SetWindow {
  return { zoom, centreYx: [y - downPx / zoom, x - rightPx / zoom] }
}

/** Keeps the panel's middle over the box, so that nobody gets lost. */
export function heldOver({ centreYx: [y, x], zoom }: SetWindow, { y0, x0, y1, x1 }: Box): SetWindow {
  return { zoom, centreYx: [within(y, y0, y1 - 1), within(x, x0, x1 - 1)] }
}
