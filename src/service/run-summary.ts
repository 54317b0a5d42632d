import type { RunSummaryView } from '../api/run-views.ts'
import type { PairState } from '../api/states.ts'
import type { RunRecord } from '../study/run-store.ts'

/** A run of the store as a list shows it. */
export function runSummary(
  studyDir: string,
  run: RunRecord,
  counts: Readonly<Record<PairState, number>>,
): RunSummaryView {
  const { runId, title, note, tags, archivedAt, state, createdAt, updatedAt, environment } = run
  return {
    studyDir,
    runId,
    title: title === '' ? runId : title,
    note,
    tags,
    archivedAt,
    state,
    createdAt,
    updatedAt,
    engine: typeof environment.engine === 'string' ? environment.engine : null,
    pairCount: Object.values(counts).reduce((sum, count) => sum + count, 0),
    counts,
  }
}
