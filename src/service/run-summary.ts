import type { PairState } from '../api/states.ts'
import type { RunSummaryView } from '../api/study-views.ts'
import type { RunRecord } from '../study/run-store.ts'

/** A run of the store as a list shows it. */
export function runSummary(run: RunRecord, counts: Readonly<Record<PairState, number>>): RunSummaryView {
  const engine = run.environment.engine
  return {
    runId: run.runId,
    state: run.state,
    createdAt: run.createdAt,
    updatedAt: run.updatedAt,
    engine: typeof engine === 'string' ? engine : null,
    pairCount: Object.values(counts).reduce((sum, count) => sum + count, 0),
    counts,
  }
}
