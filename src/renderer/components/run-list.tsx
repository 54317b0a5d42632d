import type { RunSummaryView } from '../../api/study-views.ts'
import { countOf, formatCount, formatWhen } from '../data/format.ts'
import { RunProgress } from './run-progress.tsx'
import { StateMark } from './state-mark.tsx'

interface RunListProps {
  readonly runs: readonly RunSummaryView[]
  readonly selected: string
  readonly onSelect: (runId: string) => void
}

/** The runs of a study, newest first: one choice among them, so that the arrow keys walk through it. */
export function RunList({ runs, selected, onSelect }: RunListProps) {
  return (
    <fieldset className="run-list">
      <legend>Runs</legend>
      {runs.map((run) => (
        <label key={run.runId} className="run">
          <input type="radio" name="run" checked={run.runId === selected} onChange={() => onSelect(run.runId)} />
          <span className="run-head">
            <span className="run-id">{run.runId}</span>
            <StateMark state={run.state} />
          </span>
          <RunProgress run={run} />
          <span className="run-facts">
            {howFar(run)}
            {attention(run)}
          </span>
          <time className="run-facts" dateTime={run.createdAt}>
            {formatWhen(run.createdAt)}
          </time>
        </label>
      ))}
    </fieldset>
  )
}

function howFar({ counts, pairCount }: RunSummaryView): string {
  const done = pairCount - counts.queued - counts.running
  return done === pairCount ? countOf(pairCount, 'pair') : `${formatCount(done)} of ${countOf(pairCount, 'pair')}`
}

/** What of a run needs a second look. */
function attention({ counts }: RunSummaryView): string {
  const states = (['failed', 'unconverged', 'skipped'] as const).filter((state) => counts[state] > 0)
  return states.map((state) => ` · ${counts[state]}\u00a0${state}`).join('')
}
