import { type FieldMapName, fieldMap } from '../core/analysis/field-map.ts'
import type { PanelRef } from '../core/analysis/panel-field.ts'
import type { ColourLimits, FieldView, GridWindow } from './field-view.ts'

export const WHOLE_WINDOW: GridWindow = { centreYx: [0, 0], zoom: null }
/** a few wild pixels do not wash the others out */
export const ROBUST_LIMITS = { kind: 'robust', lowPct: 0, highPct: 99 } as const satisfies ColourLimits

/** A view of panels as one has it who has chosen nothing: shown whole, robust limits, outlines, and arrows where there are any. */
export function usualView(map: FieldMapName, panels: readonly PanelRef[]): FieldView {
  return {
    version: 1,
    map,
    panels: panels.map((ref) => ({ ref, window: null, limits: null })),
    columns: null,
    window: WHOLE_WINDOW,
    limits: ROBUST_LIMITS,
    colours: null,
    arrows: fieldMap(map).end === 'source',
    arrowScale: null,
    outlines: { source: true, target: panels.every(({ kind }) => kind === 'pair') || fieldMap(map).end === 'target' },
    smoothingUm: 0,
    marks: [],
  }
}
