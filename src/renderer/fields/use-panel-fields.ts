import { type QueryClient, useQueries, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { panelFieldOf } from '../../api/panel-field-view.ts'
import type { FieldMapName } from '../../core/analysis/field-map.ts'
import type { PanelField, PanelRef } from '../../core/analysis/panel-field.ts'
import { type Api, useApi } from '../data/api-context.ts'
import { panelKey } from './view-changes.ts'

/** A panel's field as far as it is known. */
export interface PanelState {
  readonly field: PanelField | undefined
  /** the field is that of the panel before: its own is being read */
  readonly isStale: boolean
  readonly error: Error | null
  readonly retry: () => void
}

/** fields kept beside those that are shown: enough to go back and forth, and bounded however many are browsed */
const MOST_KEPT = 36
const KEY = 'panel-field'

function panelQuery(api: Api, studyDir: string, ref: PanelRef, map: FieldMapName) {
  return {
    queryKey: [KEY, studyDir, panelKey(ref), map] as const,
    queryFn: async ({ signal }: { readonly signal: AbortSignal }) =>
      panelFieldOf(await api.fields.panel.call({ studyDir, panel: ref, map }, { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  }
}

/** What the panels show; what was shown stays until the next is read. */
export function usePanelFields(studyDir: string, refs: readonly PanelRef[], map: FieldMapName): readonly PanelState[] {
  const api = useApi()
  const queries = useQueryClient()
  const states = useQueries({
    queries: refs.map((ref) => ({
      ...panelQuery(api, studyDir, ref, map),
      placeholderData: (before: PanelField | undefined) => before,
    })),
  })
  useEffect(() => forgetOldest(queries))
  return states.map(({ data, error, isPlaceholderData, refetch }) => ({
    field: data,
    isStale: isPlaceholderData,
    error,
    retry: () => void refetch(),
  }))
}

/** Reads what will be looked at next. */
export function prefetchPanels(
  queries: QueryClient,
  api: Api,
  studyDir: string,
  refs: readonly PanelRef[],
  map: FieldMapName,
): void {
  for (const ref of refs) void queries.prefetchQuery(panelQuery(api, studyDir, ref, map))
}

function forgetOldest(queries: QueryClient): void {
  const unseen = queries.getQueryCache().findAll({ queryKey: [KEY], type: 'inactive', fetchStatus: 'idle' })
  const newestFirst = unseen.toSorted((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt)
  for (const { queryKey } of newestFirst.slice(MOST_KEPT)) queries.removeQueries({ queryKey, exact: true })
}
