import type { PanelField, PanelRef } from '../core/analysis/panel-field.ts'
import { type ColourTable, colourTable, suitedColours } from './colour-maps.ts'
import type { FieldView, ViewPanel } from './field-view.ts'
import { type FoundLimits, findLimits } from './limits.ts'
import { MAP_LABELS } from './map-labels.ts'

/** Panels whose colours mean the same, and are read from one colour bar. */
export interface LimitGroup {
  /** places in the view */
  readonly panels: readonly number[]
  readonly limits: FoundLimits
  readonly table: ColourTable
  readonly kind: PanelField['kind']
  /** `Displacement (debiased), µm` */
  readonly label: string
}

/**
 * Panels that share limits: those of the same kind of value that have none of their own; a panel with its own is alone. Differences and
 * standardised differences are never coloured as what they are differences of.
 *
 * @param fields of the view's panels, smoothed if the picture is
 */
export function limitGroups(view: FieldView, fields: readonly PanelField[]): LimitGroup[] {
  const members = new Map<string, number[]>()
  view.panels.forEach((panel, i) => {
    const key = groupKey(panel, fields[i], i)
    members.set(key, [...(members.get(key) ?? []), i])
  })
  return Array.from(members.values(), (panels) => {
    const first = view.panels[panels[0]]
    const { kind, unit } = fields[panels[0]]
    return {
      panels,
      limits: findLimits(
        first.limits ?? view.limits,
        panels.map((i) => fields[i]),
      ),
      table: colourTable(suitedColours(view.colours, kind)),
      kind,
      label: valueLabel(view, first.ref, unit),
    }
  })
}

function groupKey({ ref, limits }: ViewPanel, { kind, unit }: PanelField, place: number): string {
  return limits === null ? `${family(ref)} ${kind} ${unit}` : `own ${place}`
}

function family({ kind }: PanelRef): string {
  switch (kind) {
    case 'pair':
    case 'mean':
      return 'values'
    case 'pair-difference':
    case 'difference':
      return 'differences'
    case 'standardised-difference':
      return kind
  }
}

/** What a panel's values are, with their unit, as its colour bar says it. */
export function valueLabel({ map }: Pick<FieldView, 'map'>, { kind }: PanelRef, unit: PanelField['unit']): string {
  const { name } = MAP_LABELS[map]
  switch (kind) {
    case 'pair':
    case 'mean':
      return `${name}, ${unit}`
    case 'pair-difference':
    case 'difference':
      return `${name}: difference, ${unit}`
    case 'standardised-difference':
      return `${name}: difference / SD`
  }
}
