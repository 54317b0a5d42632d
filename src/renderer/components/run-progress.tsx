import type { PairState } from '../../api/states.ts'
import type { RunSummaryView } from '../../api/study-views.ts'

const SHOWN: readonly PairState[] = ['ok', 'unconverged', 'failed', 'skipped', 'running']

/** How far a run is, as a bar; the counts beside it say the same in words. */
export function RunProgress({ run: { counts, pairCount } }: { readonly run: RunSummaryView }) {
  return (
    <span className="run-progress" aria-hidden="true">
      {SHOWN.filter((state) => counts[state] > 0).map((state) => (
        <span key={state} data-state={state} style={{ width: `${(100 * counts[state]) / pairCount}%` }} />
      ))}
    </span>
  )
}
