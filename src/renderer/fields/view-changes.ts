import type { FieldMapName } from '../../core/analysis/field-map.ts'
import type { GroupRef, PanelRef } from '../../core/analysis/panel-field.ts'
import {
  type ColourLimits,
  type FieldMark,
  type FieldView,
  type GridWindow,
  MOST_PANELS,
  type ViewPanel,
} from '../../figure/field-view.ts'
import { ROBUST_LIMITS, usualView, WHOLE_WINDOW } from '../../figure/usual-view.ts'

/** Changes of a view, each a view of its own. */

/** A view with everything as one wants it at first. */
export function firstView(refs: readonly PanelRef[]): FieldView {
  return usualView('displacement', refs.slice(0, MOST_PANELS))
}

/** Other panels, all linked; everything else stays. */
export function withPanels(view: FieldView, refs: readonly PanelRef[]): FieldView {
  return { ...view, panels: panelsOf(refs) }
}

function panelsOf(refs: readonly PanelRef[]): readonly ViewPanel[] {
  return refs.slice(0, MOST_PANELS).map((ref) => ({ ref, window: null, limits: null }))
}

/** Another map: fixed limits of one mean nothing to another. */
export function withMap(view: FieldView, map: FieldMapName): FieldView {
  return {
    ...view,
    map,
    limits: ROBUST_LIMITS,
    colours: null,
    panels: view.panels.map((panel) => ({ ...panel, limits: null })),
  }
}

/** A window for one panel where it has its own, for all the others where it has not. */
export function withWindow(view: FieldView, panel: number, window: GridWindow): FieldView {
  const own = view.panels[panel]?.window ?? null
  return own === null ? { ...view, window } : withPanel(view, panel, { window })
}

/** Every panel shows the whole again. */
export function withWholeWindows(view: FieldView): FieldView {
  const panels = view.panels.map((panel) => (panel.window === null ? panel : { ...panel, window: WHOLE_WINDOW }))
  return { ...view, window: WHOLE_WINDOW, panels }
}

/** Panels with a window each, which begin as the one that they shared, or with the first one's for all. */
export function linkedWindows(view: FieldView, isLinked: boolean): FieldView {
  const window = isLinked ? (view.panels[0]?.window ?? view.window) : view.window
  return {
    ...view,
    window,
    panels: view.panels.map((panel) => ({ ...panel, window: isLinked ? null : (panel.window ?? view.window) })),
  }
}

/** Panels with colour limits each, or the shared ones for all. */
export function linkedLimits(view: FieldView, isLinked: boolean): FieldView {
  return {
    ...view,
    panels: view.panels.map((panel) => ({ ...panel, limits: isLinked ? null : (panel.limits ?? view.limits) })),
  }
}

/** Limits for one panel where it has its own, for all the others where it has not. */
export function withLimits(view: FieldView, panel: number, limits: ColourLimits): FieldView {
  const own = view.panels[panel]?.limits ?? null
  return own === null ? { ...view, limits } : withPanel(view, panel, { limits })
}

export const areWindowsLinked = (view: FieldView): boolean => view.panels.every(({ window }) => window === null)
export const areLimitsLinked = (view: FieldView): boolean => view.panels.every(({ limits }) => limits === null)

export function withMark(view: FieldView, mark: FieldMark): FieldView {
  return { ...view, marks: [...view.marks, mark] }
}

export function withoutMark(view: FieldView, index: number): FieldView {
  return { ...view, marks: view.marks.filter((_, i) => i !== index) }
}

function withPanel(view: FieldView, index: number, part: Partial<ViewPanel>): FieldView {
  return { ...view, panels: view.panels.map((panel, i) => (i === index ? { ...panel, ...part } : panel)) }
}

/** One word for what a panel shows; equal for equal panels. */
export function panelKey(ref: PanelRef): string {
  switch (ref.kind) {
    case 'pair':
      return JSON.stringify([ref.kind, ref.runId, ref.pairId])
    case 'pair-difference':
      return JSON.stringify([ref.kind, ref.runId, ref.pairId, ref.reference.runId, ref.reference.pairId])
    case 'mean':
      return JSON.stringify([ref.kind, ref.runId, groupKey(ref.group)])
    case 'difference':
    case 'standardised-difference':
      return JSON.stringify([ref.kind, ref.runId, groupKey(ref.group), groupKey(ref.reference)])
  }
}

function groupKey({ column, value, stageHpf }: GroupRef): readonly unknown[] {
  return [column, value, stageHpf]
}

/** The pairs after (or before) those shown, as many as they are, in the run's own order. */
export function stepped(view: FieldView, pairIds: readonly string[], runId: string, by: 1 | -1): FieldView {
  const shown = view.panels.flatMap(({ ref }) => (ref.kind === 'pair' && ref.runId === runId ? [ref.pairId] : []))
  if (shown.length === 0 || pairIds.length === 0) return view
  const places = shown.map((pairId) => pairIds.indexOf(pairId))
  const count = shown.length
  const [first, last] = [Math.min(...places), Math.max(...places)]
  if (by > 0 ? last >= pairIds.length - 1 : first <= 0) return view
  const from = within(by > 0 ? last + 1 : first - count, 0, Math.max(0, pairIds.length - count))
  let next = from
  const panels = view.panels.map((panel) => {
    if (panel.ref.kind !== 'pair' || panel.ref.runId !== runId) return panel
    const pairId = pairIds[next++]
    return pairId === undefined ? panel : { ...panel, ref: { ...panel.ref, pairId } }
  })
  return { ...view, panels }
}

export function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}
