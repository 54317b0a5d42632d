import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { RecentStudy } from '../api/home-contract.ts'
import { messageOf } from '../core/message-of.ts'
import { STORE_FILE } from '../study/run-store.ts'
import type { PathGuard } from './path-guard.ts'
import { readStudy } from './read-study.ts'
import { type OpenedStudy, recentStudies } from './recent-studies.ts'
import { runSummary } from './run-summary.ts'
import { studySizeBytes } from './study-size.ts'

/** The studies that were opened before, latest first, each with its runs; one that can't be read says why, and leaves the others be. */
export async function listRecentStudies(context: {
  readonly appDir: string
  readonly paths: PathGuard
}): Promise<RecentStudy[]> {
  const mayBeNamed = ({ studyDir }: OpenedStudy) => isWithin(context.paths, studyDir)
  return Promise.all(recentStudies(context.appDir).filter(mayBeNamed).map(recentStudy))
}

/** a list that was begun elsewhere may name what may not be named here */
function isWithin(paths: PathGuard, studyDir: string): boolean {
  try {
    paths.require(studyDir)
    return true
  } catch {
    return false
  }
}

async function recentStudy({ studyDir, openedAt }: OpenedStudy): Promise<RecentStudy> {
  const known = { studyDir, openedAt, name: basename(studyDir), message: null, sizeBytes: null, runs: [] }
  const isHere = await stat(join(studyDir, STORE_FILE)).then(
    () => true,
    () => false,
  )
  if (!isHere)
    return {
      ...known,
      state: 'missing',
      message: 'It is not there: moved, renamed, or on a drive that is not connected.',
    }
  try {
    const runs = readStudy(studyDir, (store) =>
      store.runs().map((run) => runSummary(studyDir, run, store.countPairs(run.runId))),
    )
    return { ...known, state: 'here', runs, sizeBytes: await studySizeBytes(studyDir) }
  } catch (error) {
    return { ...known, state: 'unreadable', message: messageOf(error) }
  }
}
