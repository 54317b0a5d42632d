import { useMemo } from 'react'
import type { PairView } from '../../../api/run-views.ts'
import { hasFields } from '../../data/has-fields.ts'
import { useRunWatch } from '../run/use-run-watch.ts'

/** The run that is looked at, with the pairs of it that can be. */
export interface ShownRun {
  readonly runId: string
  /** in manifest order */
  readonly pairs: readonly PairView[]
  readonly error: unknown
}

/** Follows a run: pairs that are solved meanwhile come to be shown. */
export function useShownRun(studyDir: string, runId: string): ShownRun {
  const { watched, state } = useRunWatch({ studyDir, runId })
  const pairs = watched?.pairs
  const solved = useMemo(() => (pairs ?? []).filter(hasFields), [pairs])
  return { runId, pairs: solved, error: state.kind === 'failed' ? state.error : null }
}
