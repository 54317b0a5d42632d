import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { useApi } from '../../data/api-context.ts'
import { changeView, useFieldsStore, useShownRefs, useView } from '../../fields/fields-store.ts'
import type { Browsing } from '../../fields/toolbar.tsx'
import { prefetchPanels } from '../../fields/use-panel-fields.ts'
import { stepped } from '../../fields/view-changes.ts'
import type { ShownRun } from './use-shown-run.ts'

/** The way through a run's pairs; those before and after are read before they are asked for. */
export function useBrowsing(studyDir: string, { runId, pairs }: ShownRun): Browsing {
  const api = useApi()
  const queries = useQueryClient()
  const store = useFieldsStore()
  const shown = useShownRefs()
  const map = useView((view) => view.map)
  const pairIds = useMemo(() => pairs.map(({ pairId }) => pairId), [pairs])
  const places = shown.flatMap((ref) =>
    ref.kind === 'pair' && ref.runId === runId ? [pairIds.indexOf(ref.pairId)] : [],
  )
  const known = places.filter((place) => place >= 0)
  const from = known.length === 0 ? null : Math.min(...known)
  const to = known.length === 0 ? null : Math.max(...known)

  useEffect(() => {
    if (from === null || to === null) return
    const count = to - from + 1
    const near = [
      ...pairIds.slice(to + 1, to + 1 + Math.max(4, 2 * count)),
      ...pairIds.slice(Math.max(0, from - count), from),
    ]
    const refs = near.slice(0, MOST_AHEAD).map((pairId) => ({ kind: 'pair', runId, pairId }) as const)
    prefetchPanels(queries, api, studyDir, refs, map)
  }, [queries, api, studyDir, runId, pairIds, from, to, map])

  return {
    from,
    to,
    pairCount: pairIds.length,
    step: (by) => changeView(store, (view) => stepped(view, pairIds, runId, by), `step-${runId}`),
  }
}

const MOST_AHEAD = 24
