import { type FieldMapName, fieldMap } from '../core/analysis/field-map.ts'
import type { PanelRef } from '../core/analysis/panel-field.ts'
import type { FieldView } from './field-view.ts'

/** A view of panels as one has it who has chosen nothing: shown whole, robust limits, outlines, and arrows where there are any. */
export function usualView(map: FieldMapName, panels: readonly PanelRef[]): FieldView {
  return {
    version: 1,
    map,
    panels: panels.map((ref) => ({ ref, window: null, limits: null })),
    columns: null,
    window: { centreYx: [0, 0], zoom: null },
    limits: { kind: 'robust', lowPct: 0, highPct: 99 },
    colours: null,
    arrows: fieldMap(map).end === 'source',
    arrowScale: null,
    outlines: { source: true, target: panels.every(({ kind }) => kind === 'pair') || fieldMap(map).end === 'target' },
    smoothingUm: 0,
    marks: [],
  }
}
