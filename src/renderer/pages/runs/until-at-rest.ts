import type { RunSummaryView } from '../../../api/run-views.ts'

/** How often runs are looked at again while one goes on, ms. */
const LIVE_MS = 2000

/** When to read a list of runs again: soon while one of them runs, else not by itself. */
export function untilAtRest(runs: readonly Pick<RunSummaryView, 'state'>[] | undefined): number | false {
  return runs?.some(({ state }) => state === 'running') ? LIVE_MS : false
}
