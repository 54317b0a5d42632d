import { useMemo } from 'react'
import type { PanelField } from '../../core/analysis/panel-field.ts'
import type { Box } from '../../core/mask/tight-box.ts'
import { colourTable, suitedColours } from '../../figure/colour-maps.ts'
import type { FieldView } from '../../figure/field-view.ts'
import { type FoundLimits, findLimits } from '../../figure/limits.ts'
import { type PanelColours, type PreparedPanel, preparePanel, recoloured } from '../../figure/prepare-panel.ts'
import { useView } from './fields-store.ts'
import { useStable } from './use-stable.ts'

/** Panels ready to be drawn; undefined where a field is not read yet. */
export interface PreparedPanels {
  readonly panels: readonly (PreparedPanel | undefined)[]
  readonly limits: readonly (FoundLimits | undefined)[]
  /** of the panels that share each one's window */
  readonly boxes: readonly (readonly Box[])[]
  /** of the longest displacements of all panels, µm */
  readonly longUm: number
}

type Fields = readonly (PanelField | undefined)[]

/** Colours, limits, outlines and windows of what the panels show. */
export function usePreparedPanels(read: Fields): PreparedPanels {
  const fields = useStable(read)
  const panels = useView((view) => view.panels)
  const shared = useView((view) => view.limits)
  const colours = useView((view) => view.colours)
  const own = useStable(panels.map(({ limits }) => limits))
  const isApart = useStable(panels.map(({ window }) => window !== null))
  const limits = useMemo(() => limitsOf(fields, own, shared), [fields, own, shared])
  const prepared = useMemo(
    () =>
      fields.map((field, i) => {
        const range = limits[i]
        return field && range && preparedOf(field, { range, table: colourTable(suitedColours(colours, field.kind)) })
      }),
    [fields, limits, colours],
  )
  const boxes = useMemo(() => sharedBoxes(fields, isApart), [fields, isApart])
  const longUm = Math.max(0, ...prepared.map((panel) => panel?.longUm ?? 0))
  return { panels: prepared, limits, boxes, longUm }
}

/** Of each panel: its own limits, or those of all that have none. Panels of unlike units share none. */
export function limitsOf(
  fields: Fields,
  own: readonly (FieldView['limits'] | null)[],
  shared: FieldView['limits'],
): readonly (FoundLimits | undefined)[] {
  const found = new Map<string, FoundLimits>()
  return fields.map((field, i) => {
    if (!field) return undefined
    const limits = own[i]
    if (limits) return findLimits(limits, [field])
    const known = found.get(likenessOf(field))
    if (known) return known
    const sharers = fields.filter((one, k) => one && !own[k] && likenessOf(one) === likenessOf(field))
    const all = findLimits(
      shared,
      sharers.filter((one) => one !== undefined),
    )
    found.set(likenessOf(field), all)
    return all
  })
}

function likenessOf({ kind, unit }: PanelField): string {
  return `${kind} ${unit}`
}

function sharedBoxes(fields: Fields, isApart: readonly boolean[]): readonly (readonly Box[])[] {
  const together = fields.flatMap((field, i) => (field && !isApart[i] ? [field.box] : []))
  return fields.map((field, i) => (field && isApart[i] ? [field.box] : together))
}

/** outlines and arrows' lengths outlive another colour */
const known = new WeakMap<PanelField, PreparedPanel>()

function preparedOf(field: PanelField, colours: PanelColours): PreparedPanel {
  const before = known.get(field)
  if (before && isSame(before.colours, colours)) return before
  const after = before ? recoloured(before, colours) : preparePanel(field, colours)
  known.set(field, after)
  return after
}

function isSame(a: PanelColours, b: PanelColours): boolean {
  return a.table === b.table && a.range.low === b.range.low && a.range.high === b.range.high
}
