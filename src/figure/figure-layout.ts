import type { Box } from '../core/mask/tight-box.ts'
import { heightThatFits, type Size } from './panel-window.ts'
import type { Rect } from './scene.ts'

/** around the figure, and between panels, px */
export const MARGIN_PX = 10
export const GAP_PX = 12
/** the tallest that a figure's panels may be together, and a panel alone, in widths */
const TALLEST_FIGURE = 1.2
const TALLEST_PANEL = 1.1
const FLATTEST_PANEL = 0.22

export interface PanelGrid {
  readonly columns: number
  readonly panel: Size
  /** where each panel's field lies */
  readonly places: readonly Rect[]
  /** from the figure's top to below the last row */
  readonly bottom: number
}

export interface LaidOut {
  readonly widthPx: number
  readonly columns: number | null
  readonly boxes: readonly Box[]
  /** height over width of a panel; null: as the boxes want it */
  readonly aspect: number | null
  /** room above each panel */
  readonly headerPx: number
}

/** Panels in rows, equally large. Where the number of columns is free, panels are as wide as they can be in a figure that is not too tall. */
export function panelGrid(asked: LaidOut): PanelGrid {
  const count = asked.boxes.length
  const choices = asked.columns === null ? Array.from({ length: count }, (_, i) => i + 1) : [asked.columns]
  const grids = choices.map((columns) => gridOf(asked, Math.min(columns, count)))
  const low = grids.filter(({ bottom }) => bottom <= TALLEST_FIGURE * asked.widthPx)
  const fill = ({ columns, panel }: PanelGrid) => (panel.width * count) / (columns * Math.ceil(count / columns))
  return (low.length > 0 ? low : grids.slice(-1)).reduce((best, grid) => (fill(grid) > fill(best) ? grid : best))
}

function gridOf({ widthPx, boxes, aspect, headerPx }: LaidOut, columns: number): PanelGrid {
  const width = (widthPx - 2 * MARGIN_PX - (columns - 1) * GAP_PX) / columns
  const wanted = aspect === null ? heightThatFits(boxes, width) / width : aspect
  const height = width * Math.min(TALLEST_PANEL, Math.max(FLATTEST_PANEL, wanted))
  const places = boxes.map((_, i) => ({
    x: MARGIN_PX + (i % columns) * (width + GAP_PX),
    y: MARGIN_PX + headerPx + Math.floor(i / columns) * (height + headerPx + GAP_PX),
    width,
    height,
  }))
  const rows = Math.ceil(boxes.length / columns)
  return { columns, panel: { width, height }, places, bottom: MARGIN_PX + rows * (headerPx + height + GAP_PX) - GAP_PX }
}
