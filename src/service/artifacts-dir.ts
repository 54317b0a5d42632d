import { isAbsolute, join, relative, sep } from 'node:path'
import { refusal } from '../study/problem.ts'
import type { RunRecord } from '../study/run-store.ts'

/**
 * Path of the folder that holds a run's pairs, or of one of these.
 *
 * @throws ProblemsError where that is no folder of the study: a store that somebody else made may say anything
 */
export function artifactsDirOf(studyDir: string, run: RunRecord, pairId = ''): string {
  const dir = join(studyDir, run.artifactsDir)
  const path = join(dir, pairId)
  if (isBelow(studyDir, dir) && (pairId === '' || isBelow(dir, path))) return path
  throw refusal(
    'outside-study',
    `${path}, where the run ${run.runId} says its pairs are, lies outside the study`,
    studyDir,
  )
}

function isBelow(dir: string, path: string): boolean {
  const way = relative(dir, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}
