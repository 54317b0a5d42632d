import type { PanelField } from '../core/analysis/panel-field.ts'
import type { Box } from '../core/mask/tight-box.ts'
import { type Appearance, type AppearanceName, appearance } from './appearance.ts'
import { suitedArrowScale } from './arrows.ts'
import { COLOUR_BAR_HEIGHT_PX, colourBar } from './colour-bar.ts'
import type { FieldView } from './field-view.ts'
import { figureKey, type KeyParts, keyHeightPx } from './figure-key.ts'
import { GAP_PX, MARGIN_PX, type PanelGrid, panelGrid } from './figure-layout.ts'
import { type LimitGroup, limitGroups } from './limit-groups.ts'
import { movedItems } from './move-scene.ts'
import { headerHeightPx, headerTexts, type PanelHeader, panelHeader } from './panel-header.ts'
import { panelScene } from './panel-scene.ts'
import { type SetWindow, type Size, setWindow } from './panel-window.ts'
import { type PreparedPanel, preparePanel } from './prepare-panel.ts'
import type { Scene, SceneGroup, SceneItem } from './scene.ts'
import { closedPath, rectLine, sceneText } from './scene-parts.ts'
import { smoothedField } from './smoothed-field.ts'
import { LINE_HEIGHT, TEXT_PX } from './text-style.ts'
import { linesThatFit } from './text-width.ts'
import { figureWarnings } from './warning-text.ts'

/** two columns of a journal, 180 mm at 96 px an inch */
export const FIGURE_WIDTH_PX = 680
const KEY_WIDTH_PX = 200
const WIDEST_BAR_PX = 300

export interface FigureOptions {
  readonly widthPx: number
  readonly appearance: AppearanceName
  /** the size of a panel on the screen that the view's zoom was chosen on; null where there was none */
  readonly screenPanel: Size | null
}

/** A figure and what a legend says of it. */
export interface Figure {
  readonly scene: Scene
  readonly groups: readonly LimitGroup[]
  /** null where there are no arrows */
  readonly arrowScale: number | null
  /** `a`, `b`, …; null in a figure of one panel */
  readonly letters: readonly (string | null)[]
}

/**
 * A view as a figure: its panels with their titles and numbers of embryos, colour bars, a key to lines and arrows, and warnings.
 *
 * @param fields of the view's panels, unsmoothed
 * @throws RangeError where there are not as many fields as panels
 */
export function composeFigure(view: FieldView, fields: readonly PanelField[], options: FigureOptions): Figure {
  if (fields.length !== view.panels.length)
    throw new RangeError(`${fields.length} fields for ${view.panels.length} panels`)
  const look = appearance(options.appearance)
  const shown = fields.map((field) => smoothedField(field, view.smoothingUm))
  const groups = limitGroups(view, shown)
  const panels = prepared(shown, groups)
  const letters = fields.map((_, i) => (fields.length === 1 ? null : String.fromCharCode(97 + i)))

  const boxes = panels.map((panel) => panel.shown)
  const { grid, headers, headerPx } = laidOut(view, fields, boxes, letters, options)
  const windows = panelWindows(view, boxes, grid.panel, options.screenPanel)
  const { screenPanel } = options
  const seen = screenPanel === null ? windows : panelWindows(view, boxes, screenPanel, screenPanel)
  const arrowScale = view.arrows ? scaleOfArrows(view, panels, seen) : null
  const key = {
    sourceOutline: view.outlines.source,
    targetOutline: view.outlines.target && fields.some(({ targetMask }) => targetMask !== null),
    arrowScale: panels.some(({ longUm }) => longUm > 0) ? arrowScale : null,
    smoothingUm: view.smoothingUm,
  }
  const body = grid.places.flatMap((place, i): SceneItem[] => [
    ...headerTexts(headers[i], place.x, place.y, look, headerPx),
    panelGroup(panels[i], windows[i], grid, i, {
      appearance: look,
      outlines: view.outlines,
      arrowScale,
      marks: view.marks,
      scaleBar: true,
      orientation: i === 0,
    }),
    closedPath([rectLine(place.x, place.y, place.width, place.height)], { stroke: look.line, strokePx: 0.6 }),
  ])
  const below = foot(groups, letters, key, fields, grid.bottom + GAP_PX, options.widthPx, look)
  const items = [...body, ...below.items]
  const scene = { widthPx: options.widthPx, heightPx: below.bottom + MARGIN_PX, background: look.background, items }
  return { scene, groups, arrowScale: key.arrowScale, letters }
}

function prepared(fields: readonly PanelField[], groups: readonly LimitGroup[]): PreparedPanel[] {
  return fields.map((field, i) => {
    const group = groups.find(({ panels }) => panels.includes(i)) ?? groups[0]
    return preparePanel(field, { range: group.limits, table: group.table })
  })
}

function laidOut(
  view: FieldView,
  fields: readonly PanelField[],
  boxes: readonly Box[],
  letters: readonly (string | null)[],
  { widthPx, screenPanel }: FigureOptions,
): { grid: PanelGrid; headers: PanelHeader[]; headerPx: number } {
  const isWhole = view.window.zoom === null
  const aspect = isWhole || screenPanel === null ? null : screenPanel.height / screenPanel.width
  const headersFor = (panelPx: number) =>
    fields.map((field, i) => panelHeader(field, view.panels[i].ref, letters[i], panelPx))
  const gridFor = (headerPx: number) => panelGrid({ widthPx, columns: view.columns, boxes, aspect, headerPx })
  // titles take as many lines as their panel's width makes them, and panels as much room as titles leave
  const first = gridFor(headerHeightPx(headersFor(widthPx / 3)))
  const headers = headersFor(first.panel.width)
  const headerPx = headerHeightPx(headers)
  return { grid: panelGrid({ widthPx, columns: first.columns, boxes, aspect, headerPx }), headers, headerPx }
}

function panelWindows(view: FieldView, shown: readonly Box[], size: Size, screenPanel: Size | null): SetWindow[] {
  const shrunk = screenPanel === null ? 1 : size.width / screenPanel.width
  const sharing = shown.filter((_, i) => view.panels[i].window === null)
  return view.panels.map(({ window }, i) => {
    const asked = window ?? view.window
    const boxes = window === null ? sharing : [shown[i]]
    return setWindow({ ...asked, zoom: asked.zoom === null ? null : asked.zoom * shrunk }, boxes, size)
  })
}

/** @param windows as the person who chose the view sees them: arrows in the figure are those on the screen */
function scaleOfArrows(
  { arrowScale }: FieldView,
  panels: readonly PreparedPanel[],
  windows: readonly SetWindow[],
): number {
  if (arrowScale !== null) return arrowScale
  const longUm = Math.max(...panels.map((panel) => panel.longUm))
  return suitedArrowScale(longUm, panels[0].field.umPerPx, windows[0].zoom)
}

function panelGroup(
  panel: PreparedPanel,
  window: SetWindow,
  { panel: size, places }: PanelGrid,
  place: number,
  look: Parameters<typeof panelScene>[3],
): SceneGroup {
  const { x, y } = places[place]
  const clip = { x, y, ...size }
  const items = movedItems(panelScene(panel, window, size, look).items, x, y)
  return { kind: 'group', id: `panel-${place + 1}`, clip, items: items.flatMap(contents) }
}

/** a panel's scene is one group, which is cut here already */
function contents(item: SceneItem): readonly SceneItem[] {
  return item.kind === 'group' ? item.items : [item]
}

/** Colour bars side by side, the key to their right, warnings below. */
function foot(
  groups: readonly LimitGroup[],
  letters: readonly (string | null)[],
  key: KeyParts,
  fields: readonly PanelField[],
  top: number,
  widthPx: number,
  look: Appearance,
): { items: SceneItem[]; bottom: number } {
  const keyX = widthPx - MARGIN_PX - KEY_WIDTH_PX
  const perRow = Math.max(1, Math.min(groups.length, 2))
  const barPx = Math.min(WIDEST_BAR_PX, (keyX - MARGIN_PX - GAP_PX) / perRow - GAP_PX)
  const bars = groups.map((group, i) => {
    const label = groups.length === 1 ? group.label : `${group.label} (${lettersOf(group, letters)})`
    const x = MARGIN_PX + (i % perRow) * (barPx + 2 * GAP_PX)
    const y = top + Math.floor(i / perRow) * (COLOUR_BAR_HEIGHT_PX + GAP_PX)
    return colourBar({ ...group, label }, x, y, barPx, look)
  })
  const barsHeight = Math.ceil(groups.length / perRow) * (COLOUR_BAR_HEIGHT_PX + GAP_PX) - GAP_PX
  const barsBottom = top + Math.max(barsHeight, keyHeightPx(key))
  const keyGroup: SceneGroup = { kind: 'group', id: 'key', clip: null, items: figureKey(key, keyX, top, look) }
  const warnings = warningLines(fields, letters, widthPx)
  const lineHeight = TEXT_PX.label * LINE_HEIGHT
  const warned = warnings.map((line, i) =>
    sceneText(MARGIN_PX, barsBottom + GAP_PX + (i + 0.8) * lineHeight, line, look.attention),
  )
  const bottom = barsBottom + (warnings.length === 0 ? 0 : GAP_PX + warnings.length * lineHeight)
  return { items: [...bars, keyGroup, ...warned], bottom }
}

function lettersOf({ panels }: LimitGroup, letters: readonly (string | null)[]): string {
  return panels.map((i) => letters[i]).join(', ')
}

function warningLines(fields: readonly PanelField[], letters: readonly (string | null)[], widthPx: number): string[] {
  return figureWarnings(fields, letters).flatMap((text) => linesThatFit(text, widthPx - 2 * MARGIN_PX, TEXT_PX.label))
}
