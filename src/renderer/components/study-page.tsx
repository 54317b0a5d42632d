import { useCallback, useState } from 'react'
import type { RunSummaryView } from '../../api/study-views.ts'
import type { WindowApi } from '../../api/window-api.ts'
import { useLive } from '../data/use-live.ts'
import { Failure } from './failure.tsx'
import { RunDetails } from './run-details.tsx'
import { RunList } from './run-list.tsx'

const someRunning = (runs: readonly RunSummaryView[]) => runs.some(({ state }) => state === 'running')

/** A study: its runs, and the pairs of the one that is selected. */
export function StudyPage({ api, studyDir }: { readonly api: WindowApi; readonly studyDir: string }) {
  const readRuns = useCallback(() => api.listRuns({ studyDir }), [api, studyDir])
  const runs = useLive(readRuns, someRunning)
  const [selected, setSelected] = useState<string | null>(null)

  if (runs.kind === 'loading') return <p className="loading">Reading the study…</p>
  if (runs.kind === 'failed') return <Failure title="This study can't be read" message={runs.message} />
  const run = runs.value.find(({ runId }) => runId === selected) ?? runs.value[0]
  if (!run) {
    return (
      <main className="notice">
        <h2>No runs yet</h2>
        <p>
          This study has no runs. Start one with <code>otolith run</code>; it will show up here.
        </p>
      </main>
    )
  }
  return (
    <div className="study">
      <RunList runs={runs.value} selected={run.runId} onSelect={setSelected} />
      <RunDetails key={run.runId} api={api} studyDir={studyDir} run={run} />
    </div>
  )
}
