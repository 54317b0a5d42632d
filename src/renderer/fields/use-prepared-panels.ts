import { useMemo } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { PanelField } from '../../core/analysis/panel-field.ts'
import type { Box } from '../../core/mask/tight-box.ts'
import type { FieldView } from '../../figure/field-view.ts'
import { type LimitGroup, limitGroups } from '../../figure/limit-groups.ts'
import { type PanelColours, type PreparedPanel, preparePanel, recoloured } from '../../figure/prepare-panel.ts'
import { smoothedField } from '../../figure/smoothed-field.ts'
import { presentView, useFieldsStore, useView } from './fields-store.ts'
import { useStable } from './use-stable.ts'

/** Panels ready to be drawn, place by place; undefined where a field is not read yet. */
export interface PreparedPanels {
  readonly panels: readonly (PreparedPanel | undefined)[]
  /** with whom each one's colours are shared, and what they mean */
  readonly groups: readonly (LimitGroup | undefined)[]
  /** of the panels that share each one's window */
  readonly boxes: readonly (readonly Box[])[]
  /** of the longest displacements of all panels, µm */
  readonly longUm: number
}

/** Colours, limits, outlines and windows of what the panels show. */
export function usePreparedPanels(read: readonly (PanelField | undefined)[]): PreparedPanels {
  const smoothingUm = useView((view) => view.smoothingUm)
  const fields = useStable(read.map((field) => field && smoothedOnce(field, smoothingUm)))
  const coloured = useColouring()
  const groups = useMemo(() => groupsOf(coloured, fields), [coloured, fields])
  const prepared = useMemo(
    () =>
      fields.map((field, i) => {
        const group = groups[i]
        return field && group && preparedOnce(field, { range: group.limits, table: group.table })
      }),
    [fields, groups],
  )
  const isApart = useView(useShallow((view) => view.panels.map(({ window }) => window !== null)))
  const boxes = useMemo(() => sharedBoxes(prepared, isApart), [prepared, isApart])
  const longUm = Math.max(0, ...prepared.map((panel) => panel?.longUm ?? 0))
  return { panels: prepared, groups, boxes, longUm }
}

/** The view as far as colours are concerned: another window is the same one. */
function useColouring(): FieldView {
  const store = useFieldsStore()
  const parts = useView(
    useShallow((view) => [
      view.map,
      view.limits,
      view.colours,
      ...view.panels.flatMap(({ ref, limits }) => [ref, limits]),
    ]),
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: the parts are all that counts of it
  return useMemo(() => presentView(store), [store, parts])
}

function groupsOf(view: FieldView, fields: readonly (PanelField | undefined)[]): readonly (LimitGroup | undefined)[] {
  const places = view.panels.flatMap((_, i) => (fields[i] ? [i] : []))
  const known = places.flatMap((i) => fields[i] ?? [])
  const panels = places.flatMap((i) => view.panels[i] ?? [])
  const groups = limitGroups({ ...view, panels }, known)
  return view.panels.map((_, i) => groups.find((group) => group.panels.includes(places.indexOf(i))))
}

function sharedBoxes(
  panels: readonly (PreparedPanel | undefined)[],
  isApart: readonly boolean[],
): readonly (readonly Box[])[] {
  const together = panels.flatMap((panel, i) => (panel && !isApart[i] ? [panel.shown] : []))
  return panels.map((panel, i) => (panel && isApart[i] ? [panel.shown] : together))
}

const smoothed = new WeakMap<PanelField, { readonly sigmaUm: number; readonly field: PanelField }>()

function smoothedOnce(field: PanelField, sigmaUm: number): PanelField {
  const known = smoothed.get(field)
  if (known?.sigmaUm === sigmaUm) return known.field
  const made = smoothedField(field, sigmaUm)
  smoothed.set(field, { sigmaUm, field: made })
  return made
}

/** outlines and arrows' lengths outlive another colour */
const prepared = new WeakMap<PanelField, PreparedPanel>()

function preparedOnce(field: PanelField, colours: PanelColours): PreparedPanel {
  const known = prepared.get(field)
  if (known && isSame(known.colours, colours)) return known
  const made = known ? recoloured(known, colours) : preparePanel(field, colours)
  prepared.set(field, made)
  return made
}

function isSame(a: PanelColours, b: PanelColours): boolean {
  return a.table === b.table && a.range.low === b.range.low && a.range.high === b.range.high
}
