import { Button } from '@mantine/core'
import { IconFocusCentered } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react'
import { Link } from 'wouter'
import type { RunSummaryView } from '../../../api/run-views.ts'
import type { SavedView } from '../../../api/views-contract.ts'
import type { PanelRef } from '../../../core/analysis/panel-field.ts'
import { Empty } from '../../components/empty.tsx'
import { Failed } from '../../components/failed.tsx'
import { Loading } from '../../components/loading.tsx'
import { Page } from '../../components/page.tsx'
import { useApi } from '../../data/api-context.ts'
import { hasFields } from '../../data/has-fields.ts'
import { navigate, useAddress, useStudyDir } from '../../data/hash-location.ts'
import { fieldPairs, type PairRef, routes } from '../../data/routes.ts'
import { changeView, FieldsContext, type FieldsStore, knownStore, openStore } from '../../fields/fields-store.ts'
import { firstView, withPanels } from '../../fields/view-changes.ts'
import { FIELDS_TEXT as TEXT } from '../../text/fields.ts'
import { useRunWatch } from '../run/use-run-watch.ts'
import { FieldsView } from './fields-view.tsx'
import { LAST_VIEW } from './last-view.ts'

/** Where and how much embryos differ: maps of pairs and of groups, side by side. */
export default function FieldsPage() {
  const studyDir = useStudyDir()
  const { query } = useAddress()
  const [store, setStore] = useState(() => knownStore(studyDir))
  const asked = fieldPairs(query)
  const showAsked = useEffectEvent((pairs: readonly PairRef[]) => {
    const refs = pairs.map(pairPanel)
    if (store) changeView(store, (view) => withPanels(view, refs))
    else setStore(openStore(studyDir, firstView(refs)))
    navigate(routes.fields(studyDir), { replace: true })
  })
  const askedKey = JSON.stringify(asked)
  useEffect(() => {
    const pairs: readonly PairRef[] = JSON.parse(askedKey)
    if (pairs.length > 0) showAsked(pairs)
  }, [askedKey])

  if (store) {
    return (
      <FieldsContext key={studyDir} value={store}>
        <FieldsView studyDir={studyDir} />
      </FieldsContext>
    )
  }
  return asked.length > 0 ? <Bare>{<Loading />}</Bare> : <Opening studyDir={studyDir} onOpen={setStore} />
}

function pairPanel({ runId, pairId }: PairRef): PanelRef {
  return { kind: 'pair', runId, pairId }
}

function Bare({ children }: { readonly children: ReactNode }) {
  return <Page title={TEXT.title}>{children}</Page>
}

interface OpeningProps {
  readonly studyDir: string
  readonly onOpen: (store: FieldsStore) => void
}

/** Finds what to show first: the view that was there last, or the newest run's first pair. */
function Opening({ studyDir, onOpen }: OpeningProps) {
  const api = useApi()
  const runs = useQuery(api.runs.list.queryOptions({ input: { studyDir } }))
  const views = useQuery(api.views.list.queryOptions({ input: { studyDir } }))
  const error = runs.error ?? views.error
  if (error) {
    const retry = () => void (runs.error ? runs.refetch() : views.refetch())
    return (
      <Bare>
        <Failed title={runs.error ? TEXT.runsFailed : TEXT.viewsFailed} error={error} onRetry={retry} />
      </Bare>
    )
  }
  if (!runs.data || !views.data) {
    return (
      <Bare>
        <Loading label={TEXT.loading} />
      </Bare>
    )
  }
  const last = lastView(views.data, runs.data)
  if (last) return <Opened onOpen={() => onOpen(openStore(studyDir, last.view))} />
  const run = runs.data.find(({ counts }) => counts.ok + counts.unconverged > 0)
  if (!run) return <NoFields studyDir={studyDir} hasRuns={runs.data.length > 0} />
  return <FirstPair run={run} onFound={(pair) => onOpen(openStore(studyDir, firstView([pair])))} />
}

/** The view that was there last, unless its runs are gone. */
function lastView(views: readonly SavedView[], runs: readonly RunSummaryView[]): SavedView | undefined {
  const runIds = new Set(runs.map(({ runId }) => runId))
  return views.find(({ name, view }) => name === LAST_VIEW && view.panels.every(({ ref }) => runIds.has(ref.runId)))
}

function Opened({ onOpen }: { readonly onOpen: () => void }) {
  const open = useEffectEvent(onOpen)
  useEffect(() => open(), [])
  return (
    <Bare>
      <Loading label={TEXT.loading} />
    </Bare>
  )
}

function FirstPair({ run, onFound }: { readonly run: RunSummaryView; readonly onFound: (pair: PanelRef) => void }) {
  const { watched, state, retry } = useRunWatch(run)
  const first = watched?.pairs.find(hasFields)
  if (first) return <Opened onOpen={() => onFound({ kind: 'pair', runId: run.runId, pairId: first.pairId })} />
  return (
    <Bare>
      {state.kind === 'failed' ? (
        <Failed title={TEXT.pairsFailed} error={state.error} onRetry={retry} />
      ) : (
        <Loading label={TEXT.loading} />
      )}
    </Bare>
  )
}

function NoFields({ studyDir, hasRuns }: { readonly studyDir: string; readonly hasRuns: boolean }) {
  return (
    <Bare>
      <Empty
        icon={IconFocusCentered}
        title={hasRuns ? TEXT.noPairs : TEXT.noRuns}
        action={
          <Button component={Link} href={hasRuns ? routes.studyRuns(studyDir) : routes.newRun(studyDir)}>
            {hasRuns ? TEXT.toRuns : TEXT.newRun}
          </Button>
        }
      >
        {TEXT.noRunsText}
      </Empty>
    </Bare>
  )
}
