import type { PairState } from '../api/states.ts'
import { studyProcedures } from '../api/study-procedures.ts'
import type { RunSummaryView } from '../api/study-views.ts'
import type { StudyService } from '../api/window-api.ts'
import type { RunRecord } from '../study/run-store.ts'
import { carryOut } from './procedure.ts'
import { readStudy } from './read-study.ts'

/** The service over study folders; whoever has a transport hands its calls to this. */
export function createStudyService(): StudyService {
  return {
    listRuns: carryOut(studyProcedures.listRuns, ({ studyDir }) =>
      readStudy(studyDir, (store) => store.runs().map((run) => runSummary(run, store.countPairs(run.runId)))),
    ),
    showRun: carryOut(studyProcedures.showRun, ({ studyDir, runId }) =>
      readStudy(studyDir, (store) => {
        // the run first: where it says that it has ended, its pairs are all in
        const run = store.run(runId)
        if (!run) throw new Error(`The study in ${studyDir} has no run ${runId}.`)
        return { run: runSummary(run, store.countPairs(runId)), pairs: store.pairGlances(runId) }
      }),
    ),
  }
}

/** A run of the store as a list shows it. */
function runSummary(run: RunRecord, counts: Readonly<Record<PairState, number>>): RunSummaryView {
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
