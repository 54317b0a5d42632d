import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { refusal } from '../study/problem.ts'
import { type PairRecord, type RunRecord, RunStore, STORE_FILE } from '../study/run-store.ts'

/**
 * Opens the store of an existing study.
 *
 * @throws ProblemsError where the folder holds none
 */
export function openStudyStore(studyDir: string): RunStore {
  if (!existsSync(join(studyDir, STORE_FILE))) {
    throw refusal(
      'no-study',
      `there is no ${STORE_FILE} here: give the folder that a run wrote (its --output-root)`,
      studyDir,
    )
  }
  return RunStore.open(studyDir)
}

/**
 * The run of that id, or the newest.
 *
 * @throws ProblemsError where there is none, naming those that there are
 */
export function runOf(store: RunStore, studyDir: string, runId: string | undefined): RunRecord {
  const runs = store.runs()
  const run = runId === undefined ? runs[0] : runs.find((candidate) => candidate.runId === runId)
  if (run) return run
  const known = runs.map((candidate) => candidate.runId).join(', ') || 'none'
  throw refusal('unknown-run', `there is no run ${runId ?? ''} in this study; its runs: ${known}`, studyDir)
}

/**
 * The solved pairs of a run, or those asked for.
 *
 * @throws ProblemsError naming pairs that the run has not solved
 */
export function pairsOf(store: RunStore, run: RunRecord, pairIds: readonly string[] | undefined): PairRecord[] {
  const solved = store.pairs(run.runId).filter(({ state }) => state === 'ok' || state === 'unconverged')
  if (!pairIds) return solved
  const unknown = pairIds.filter((id) => !solved.some(({ pairId }) => pairId === id))
  if (unknown.length > 0) {
    throw refusal('unknown-pair', `the run ${run.runId} has not solved ${unknown.join(', ')}`, run.manifestPath)
  }
  return solved.filter(({ pairId }) => pairIds.includes(pairId))
}
