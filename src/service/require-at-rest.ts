import { refusal } from '../study/problem.ts'
import type { RunRecord } from '../study/run-store.ts'
import type { LiveRuns } from './live-runs.ts'

/**
 * Lets a run be changed or removed only while nobody carries it out.
 *
 * @throws ProblemsError naming who does
 */
export function requireAtRest(studyDir: string, { runId, state, owner }: RunRecord, liveRuns: LiveRuns): void {
  // one that is taken up again is not yet the store's while its input is checked
  if (liveRuns.isLive({ studyDir, runId })) {
    throw refusal('run-is-live', `the run ${runId} is under way: stop it first`, studyDir)
  }
  if (state !== 'running') return
  const who = `process ${owner.pid} on ${owner.host}`
  throw refusal('run-is-owned', `the run ${runId} is being written by ${who}: stop it there first`, studyDir)
}
