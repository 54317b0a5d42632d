import { existsSync } from 'node:fs'
import { isAbsolute, join, relative, sep } from 'node:path'
import { removeFromTables, runLogPath } from '../runner/study-tables.ts'
import { refusal } from '../study/problem.ts'
import { changeStudy, readStudy } from './read-study.ts'
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
  const files = [within(studyDir, run.artifactsDir), runLogPath(studyDir, runId)].filter((path) => existsSync(path))
  if (files.length > 0) await trash(files)
  changeStudy(studyDir, (store) => {
    // somebody may have taken it up meanwhile
    requireAtRest(studyDir, requireRun(store, studyDir, runId), liveRuns)
    removeFromTables(studyDir, store, runId)
  })
}

/** a store that somebody else made may say anything */
function within(studyDir: string, artifactsDir: string): string {
  const path = join(studyDir, artifactsDir)
  const way = relative(studyDir, path)
  if (way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)) return path
  throw refusal(
    'outside-study',
    `the run's folder, ${artifactsDir}, lies outside the study: it is left alone`,
    studyDir,
  )
}
