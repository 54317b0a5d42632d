import { existsSync } from 'node:fs'
import { removeFromTables, runLogPath } from '../runner/study-tables.ts'
import { RunStore } from '../study/run-store.ts'
import { artifactsDirOf } from './artifacts-dir.ts'
import { readStudy } from './read-study.ts'
import { requireAtRest } from './require-at-rest.ts'
import { requireRun } from './require-run.ts'
import type { ServiceContext } from './service-context.ts'

/**
 * Removes a run: its pairs' folders and its log to the trash, then its rows out of the tables and the store. Where the trash refuses, all
 * stays as it is.
 *
 * @throws ProblemsError while the run is under way, naming who carries it out
 */
export async function removeRun(
  studyDir: string,
  runId: string,
  { trash, liveRuns }: Pick<ServiceContext, 'trash' | 'liveRuns'>,
): Promise<void> {
  const run = readStudy(studyDir, (store) => requireRun(store, studyDir, runId))
  requireAtRest(studyDir, run, liveRuns)
  const files = [artifactsDirOf(studyDir, run), runLogPath(studyDir, runId)].filter((path) => existsSync(path))
  if (files.length > 0) await trash(files)
  using store = RunStore.open(studyDir)
  await removeFromTables(studyDir, store, runId)
}
