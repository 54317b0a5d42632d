import { refusal } from '../study/problem.ts'
import type { PairRecord, RunRecord, RunStore } from '../study/run-store.ts'

/**
 * The run of that id.
 *
 * @throws ProblemsError where the study has none
 */
export function requireRun(store: RunStore, studyDir: string, runId: string): RunRecord {
  const run = store.run(runId)
  if (run) return run
  throw refusal('unknown-run', `the study has no run ${runId}: was it removed?`, studyDir)
}

/**
 * A pair of a run.
 *
 * @throws ProblemsError where there is no such run, or none such in it
 */
export function requirePair(
  store: RunStore,
  studyDir: string,
  { runId, pairId }: { readonly runId: string; readonly pairId: string },
): PairRecord {
  requireRun(store, studyDir, runId)
  const pair = store.pair(runId, pairId)
  if (pair) return pair
  throw refusal('unknown-pair', `the run ${runId} has no pair ${pairId}`, studyDir)
}
