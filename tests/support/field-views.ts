import type { PanelField } from '../../src/core/analysis/panel-field.ts'
import type { FieldView } from '../../src/figure/field-view.ts'

/** A view of so many pairs, shown whole, with arrows and outlines; what isn't given is as usual. */
export function viewOf(panelCount: number, more: Partial<FieldView> = {}): FieldView {
  return {
    version: 1,
    map: 'displacement',
    panels: Array.from({ length: panelCount }, (_, i) => ({
      ref: { kind: 'pair', runId: 'run', pairId: `pair-${i}` },
      window: null,
      limits: null,
    })),
    columns: null,
    window: { centreYx: [80, 220], zoom: null },
    limits: { kind: 'robust', lowPct: 0, highPct: 99 },
    colours: null,
    arrows: true,
    arrowScale: null,
    outlines: { source: true, target: true },
    smoothingUm: 0,
    marks: [],
    ...more,
  }
}

/** The same field in so many panels. */
export function repeatedField(field: PanelField, count: number): PanelField[] {
  return Array.from({ length: count }, () => field)
}
