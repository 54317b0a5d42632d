import type { Appearance } from './appearance.ts'
import { arrowPolygons } from './arrows.ts'
import type { FieldMark, FieldView } from './field-view.ts'
import { orientationCross } from './orientation.ts'
import { panelMarks } from './panel-marks.ts'
import { type SetWindow, type Size, toPanel } from './panel-window.ts'
import type { PreparedPanel } from './prepare-panel.ts'
import { scaleBar } from './scale-bar.ts'
import type { Rect, Scene, SceneGroup, SceneImage, SceneItem } from './scene.ts'
import { closedPath } from './scene-parts.ts'

/** What is drawn over a panel's values. */
export interface PanelLook {
  readonly appearance: Appearance
  readonly outlines: FieldView['outlines']
  /** how many times its true length an arrow is drawn; null: no arrows */
  readonly arrowScale: number | null
  readonly marks: readonly FieldMark[]
  readonly scaleBar: boolean
  readonly orientation: boolean
}

/** One panel, its top left at 0, 0: values, outlines, arrows, marks, scale bar and orientation, cut to its size. */
export function panelScene(panel: PreparedPanel, window: SetWindow, size: Size, look: PanelLook): Scene {
  const clip = { x: 0, y: 0, ...size }
  const items = panelItems(panel, window, size, look)
  return {
    widthPx: size.width,
    heightPx: size.height,
    background: look.appearance.background,
    items: [{ kind: 'group', id: 'panel', clip, items }],
  }
}

function panelItems(panel: PreparedPanel, window: SetWindow, size: Size, look: PanelLook): SceneItem[] {
  const { appearance, outlines } = look
  return [
    fieldImage(panel, window, size),
    ...(outlines.source ? [outline('source-outline', panel.sourceOutline, appearance.sourceOutline, [])] : []),
    ...(outlines.target ? [outline('target-outline', panel.targetOutline, appearance.targetOutline, [5, 2.5])] : []),
    ...arrows(panel, window, size, look),
    ...panelMarks(look.marks, window, size, appearance),
    ...(look.scaleBar ? [scaleBar(window.zoom, panel.field.umPerPx, size, appearance)] : []),
    ...(look.orientation ? [orientationCross(size, appearance)] : []),
  ]

  function outline(id: string, polygons: readonly Float32Array[], stroke: string, dash: readonly number[]): SceneGroup {
    const lines = polygons.map((polygon) => inPanel(polygon, window, size))
    return { kind: 'group', id, clip: null, items: [closedPath(lines, { stroke, strokePx: 1, dash })] }
  }
}

/** Where the field's box lies: pixels are squares about their centres. */
export function fieldRect({ field: { box } }: PreparedPanel, window: SetWindow, size: Size): Rect {
  const [y, x] = toPanel([box.y0 - 0.5, box.x0 - 0.5], window, size)
  return { x, y, width: (box.x1 - box.x0) * window.zoom, height: (box.y1 - box.y0) * window.zoom }
}

function fieldImage(panel: PreparedPanel, window: SetWindow, size: Size): SceneImage {
  const { field, rgba } = panel
  return {
    kind: 'image',
    at: fieldRect(panel, window, size),
    widthPx: field.box.x1 - field.box.x0,
    heightPx: field.box.y1 - field.box.y0,
    rgba,
  }
}

/** arrows have a rim, so that they are seen on dark colours and on light ones */
function arrows(panel: PreparedPanel, window: SetWindow, size: Size, look: PanelLook): SceneItem[] {
  if (look.arrowScale === null) return []
  const { arrow, halo } = look.appearance
  const polygons = arrowPolygons(panel.field, window, size, look.arrowScale)
  if (polygons.length === 0) return []
  const items = [closedPath(polygons, { stroke: halo, strokePx: 1.4 }), closedPath(polygons, { fill: arrow })]
  return [{ kind: 'group', id: 'arrows', clip: null, items }]
}

function inPanel(polygon: Float32Array, { centreYx, zoom }: SetWindow, size: Size): Float32Array {
  const moved = new Float32Array(polygon.length)
  for (let i = 0; i < polygon.length; i += 2) {
    moved[i] = (polygon[i] - centreYx[1]) * zoom + size.width / 2
    moved[i + 1] = (polygon[i + 1] - centreYx[0]) * zoom + size.height / 2
  }
  return moved
}
