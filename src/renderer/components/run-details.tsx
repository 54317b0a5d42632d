import { useCallback, useMemo, useState } from 'react'
import type { PairState } from '../../api/states.ts'
import type { RunSummaryView, RunView } from '../../api/study-views.ts'
import type { WindowApi } from '../../api/window-api.ts'
import { formatWhen } from '../data/format.ts'
import { useLive } from '../data/use-live.ts'
import { Failure } from './failure.tsx'
import { PairTable } from './pair-table.tsx'
import { StateFilter } from './state-filter.tsx'
import { StateMark } from './state-mark.tsx'

interface RunDetailsProps {
  readonly api: WindowApi
  readonly studyDir: string
  readonly run: RunSummaryView
}

const isRunning = ({ run }: RunView) => run.state === 'running'

/** One run: what it is, and its pairs. */
export function RunDetails({ api, studyDir, run: listed }: RunDetailsProps) {
  const { runId } = listed
  const readRun = useCallback(() => api.showRun({ studyDir, runId }), [api, studyDir, runId])
  const loaded = useLive(readRun, isRunning, listed.state)
  const [shown, setShown] = useState<PairState | 'all'>('all')
  const [search, setSearch] = useState('')

  const pairs = useMemo(() => {
    if (loaded.kind !== 'ready') return []
    const sought = search.trim().toLowerCase()
    return loaded.value.pairs.filter(
      ({ pairId, state }) => (shown === 'all' || state === shown) && pairId.toLowerCase().includes(sought),
    )
  }, [loaded, shown, search])

  if (loaded.kind === 'failed') return <Failure title="This run can't be read" message={loaded.message} />
  const run = loaded.kind === 'ready' ? loaded.value.run : listed
  return (
    <main className="run-details" aria-busy={loaded.kind === 'loading'}>
      <div className="run-title">
        <h2>{runId}</h2>
        <StateMark state={run.state} />
        <p>
          started {formatWhen(run.createdAt)}
          {run.state !== 'running' && `, last changed ${formatWhen(run.updatedAt)}`}
          {run.engine !== null && `, ${run.engine} engine`}
        </p>
      </div>
      <div className="pair-tools">
        <StateFilter run={run} shown={shown} onShow={setShown} />
        <input
          type="search"
          aria-label="Find a pair by its name"
          placeholder="Find a pair"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      {loaded.kind === 'loading' ? (
        <p className="loading">Reading the pairs…</p>
      ) : (
        <PairTable runId={runId} pairs={pairs} total={loaded.value.pairs.length} />
      )}
    </main>
  )
}
