import type { RecentStudy } from '../../../api/home-contract.ts'
import type { RunSummaryView } from '../../../api/run-views.ts'
import type { RunState } from '../../../api/states.ts'
import type { SortValue } from '../../components/sort.ts'
import type { RunRef } from '../../data/routes.ts'
import { baseName } from '../../format/path.ts'

/** A run among those of other studies. */
export interface RunRow extends RunSummaryView {
  readonly studyName: string
}

export function keyOfRun({ studyDir, runId }: RunRef): string {
  return JSON.stringify([studyDir, runId])
}

export function rowsOf(runs: readonly RunSummaryView[]): readonly RunRow[] {
  return runs.map((run) => ({ ...run, studyName: baseName(run.studyDir) }))
}

/** The runs of all studies, those of one after those of another. */
export function runsOf(studies: readonly RecentStudy[]): readonly RunRow[] {
  return studies.flatMap(({ name, runs }) => runs.map((run) => ({ ...run, studyName: name })))
}

/** How many of a run's pairs need no more work. */
export function doneCount({ counts, pairCount }: Pick<RunSummaryView, 'counts' | 'pairCount'>): number {
  return pairCount - counts.queued - counts.running
}

/** Whether something is left that a resume would do. */
export function canResume(run: Pick<RunSummaryView, 'state' | 'counts' | 'pairCount'>): boolean {
  if (run.state === 'running') return false
  return doneCount(run) < run.pairCount || run.counts.failed > 0
}

/** Which runs a person wants to see. */
export interface RunFilter {
  readonly search: string
  readonly state: RunState | null
  readonly tag: string | null
  readonly shelf: 'current' | 'archived' | 'all'
}

export const NO_FILTER: RunFilter = { search: '', state: null, tag: null, shelf: 'current' }

/** The runs that fit: every word of the search must be found in one of a run's texts. */
export function filterRuns(runs: readonly RunRow[], { search, state, tag, shelf }: RunFilter): readonly RunRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return runs.filter((run) => {
    if (state !== null && run.state !== state) return false
    if (tag !== null && !run.tags.includes(tag)) return false
    if (shelf !== 'all' && (run.archivedAt !== null) !== (shelf === 'archived')) return false
    const texts = [run.title, run.runId, run.note, run.studyName, run.engine ?? '', ...run.tags]
      .join('\n')
      .toLowerCase()
    return words.every((word) => texts.includes(word))
  })
}

export function tagsOf(runs: readonly RunSummaryView[]): readonly string[] {
  return [...new Set(runs.flatMap(({ tags }) => tags))].toSorted((one, other) => one.localeCompare(other))
}

/** What a column of the list of runs is sorted by. */
export function sortValue(run: RunRow, key: string): SortValue {
  switch (key) {
    case 'title':
      return run.title
    case 'study':
      return run.studyName
    case 'state':
      return run.state
    case 'done':
      return doneCount(run)
    case 'failed':
      return run.counts.failed
    case 'engine':
      return run.engine
    case 'created':
      return run.createdAt
    default:
      return run.updatedAt
  }
}
