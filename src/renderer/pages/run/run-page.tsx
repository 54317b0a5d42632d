import { Button, Tabs } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconClipboardList,
  IconFocusCentered,
  IconTable,
  IconX,
} from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Link } from 'wouter'
import { Empty } from '../../components/empty.tsx'
import { Failed } from '../../components/failed.tsx'
import { Loading } from '../../components/loading.tsx'
import { notifyFailed } from '../../components/notify.ts'
import { Page } from '../../components/page.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemList } from '../../components/problem-list.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useApi } from '../../data/api-context.ts'
import { hasFields } from '../../data/has-fields.ts'
import { useAddress, useStudyDir } from '../../data/hash-location.ts'
import { routes } from '../../data/routes.ts'
import { formatCount } from '../../format/number.ts'
import { baseName } from '../../format/path.ts'
import { FIELDS_TEXT } from '../../text/fields.ts'
import { RUN_TEXT as TEXT } from '../../text/run.ts'
import { FailuresPanel } from './failures-panel.tsx'
import { ProgressPanel } from './live-panel.tsx'
import { NewestResult } from './newest-result.tsx'
import { PairTable } from './pair-table.tsx'
import { RecordPanel } from './record-panel.tsx'
import classes from './run.module.css'
import { RunActions } from './run-actions.tsx'
import { RuntimePanel } from './runtime-panel.tsx'
import { StateNotice } from './state-notice.tsx'
import { UnderWay } from './under-way.tsx'
import { useRunWatch, type WatchedRun } from './use-run-watch.ts'

/** A run while it goes on, and its record afterwards. */
export default function RunPage() {
  const studyDir = useStudyDir()
  const runId = useAddress().runId ?? ''
  return <Run key={`${studyDir} ${runId}`} studyDir={studyDir} runId={runId} />
}

interface RunRef {
  readonly studyDir: string
  readonly runId: string
}

function Run(ref: RunRef) {
  const { watched, state, retry } = useRunWatch(ref)
  const crumbs = [{ label: baseName(ref.studyDir), to: routes.studyRuns(ref.studyDir) }]
  const title = watched?.run?.title ?? ref.runId
  if (state.kind === 'failed') {
    return (
      <Page title={title} crumbs={crumbs}>
        <Failed title={TEXT.watchFailed} error={state.error} onRetry={retry} />
      </Page>
    )
  }
  if (!watched) {
    return (
      <Page title={title} crumbs={crumbs}>
        <Loading />
      </Page>
    )
  }
  const shown = watched.live ? 'running' : watched.run?.state
  return (
    <Page
      title={title}
      crumbs={crumbs}
      mark={shown && <StateMark state={shown} />}
      action={
        <>
          <FieldsLink run={ref} watched={watched} />
          <RunActions run={ref} watched={watched} />
        </>
      }
    >
      <WatchedView run={ref} watched={watched} />
    </Page>
  )
}

/** The way to the fields, as soon as there is one. */
function FieldsLink({ run: { studyDir, runId }, watched }: { readonly run: RunRef; readonly watched: WatchedRun }) {
  const first = watched.pairs.find(hasFields)
  if (!first) return null
  return (
    <Button
      component={Link}
      href={routes.fields(studyDir, { runId, pairId: first.pairId })}
      variant="default"
      leftSection={<IconFocusCentered size={16} aria-hidden />}
    >
      {FIELDS_TEXT.link}
    </Button>
  )
}

function WatchedView({ run: ref, watched }: { readonly run: RunRef; readonly watched: WatchedRun }) {
  const { run, live, pairs, refused } = watched
  const newestPairId = live?.newestPairId ?? pairs.findLast(({ state }) => state === 'ok')?.pairId
  if (refused) {
    return (
      <Empty icon={IconX} title={TEXT.refused} action={<NewRunLink studyDir={ref.studyDir} />}>
        {TEXT.refusedText}
        <div style={{ marginTop: 'var(--mantine-spacing-md)', textAlign: 'left' }}>
          <ProblemList problems={refused} />
        </div>
      </Empty>
    )
  }
  if (!run && !live) {
    return (
      <Empty icon={IconX} title={TEXT.fallbackTitle} action={<NewRunLink studyDir={ref.studyDir} />}>
        {TEXT.checkedOnly}
      </Empty>
    )
  }
  return (
    <>
      <StateNotice watched={watched} />
      <div className={classes.live}>
        <div className={classes.column}>
          <ProgressPanel run={run} live={live} />
          <RuntimePanel pairs={pairs} />
        </div>
        <div className={classes.column}>
          {live && live.phase !== 'checking' && <UnderWay live={live} />}
          {newestPairId !== undefined && <NewestResult {...ref} pairId={newestPairId} />}
        </div>
      </div>
      <Details run={ref} watched={watched} />
    </>
  )
}

function NewRunLink({ studyDir }: { readonly studyDir: string }) {
  return (
    <Button component={Link} href={routes.newRun(studyDir)}>
      {TEXT.again}
    </Button>
  )
}

function Details({ run: ref, watched }: { readonly run: RunRef; readonly watched: WatchedRun }) {
  const api = useApi()
  const { run, live, pairs, problems } = watched
  const failures = useMemo(() => pairs.filter(({ state }) => state === 'failed' || state === 'unconverged'), [pairs])
  const retry = useMutation(
    api.runs.resume.mutationOptions({ onError: (error) => notifyFailed(TEXT.retryFailed, error) }),
  )
  const canRetry = live === null && run !== null && run.state !== 'running' && !retry.isPending
  return (
    <Tabs defaultValue="pairs" keepMounted={false}>
      <Tabs.List>
        <Tabs.Tab value="pairs" leftSection={<IconTable size={16} aria-hidden />}>
          {TEXT.pairs}
        </Tabs.Tab>
        <Tabs.Tab value="failures" leftSection={<IconX size={16} aria-hidden />}>
          {TEXT.failures(formatCount(failures.length))}
        </Tabs.Tab>
        <Tabs.Tab value="problems" leftSection={<IconAlertTriangle size={16} aria-hidden />}>
          {TEXT.problems(problems ? formatCount(problems.length) : '–')}
        </Tabs.Tab>
        {run && (
          <Tabs.Tab value="record" leftSection={<IconClipboardList size={16} aria-hidden />}>
            {TEXT.record}
          </Tabs.Tab>
        )}
      </Tabs.List>
      <Tabs.Panel value="pairs" pt="md">
        <PairTable run={ref} pairs={pairs} />
      </Tabs.Panel>
      <Tabs.Panel value="failures" pt="md">
        <FailuresPanel failures={failures} onRetry={canRetry ? (pairIds) => retry.mutate({ ...ref, pairIds }) : null} />
      </Tabs.Panel>
      <Tabs.Panel value="problems" pt="md">
        <Problems problems={problems} />
      </Tabs.Panel>
      {run && (
        <Tabs.Panel value="record" pt="md">
          <RecordPanel run={run} />
        </Tabs.Panel>
      )}
    </Tabs>
  )
}

function Problems({ problems }: { readonly problems: WatchedRun['problems'] }) {
  if (problems === null || problems.length === 0) {
    return (
      <Empty icon={IconCircleCheck} title={TEXT.noProblems}>
        {problems === null ? TEXT.problemsUnknown : TEXT.noProblemsText}
      </Empty>
    )
  }
  return (
    <Panel title={TEXT.problems(formatCount(problems.length))}>
      <ProblemList problems={problems} />
    </Panel>
  )
}
