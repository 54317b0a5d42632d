import { useState } from 'react'
import type { ProblemView } from '../../../api/procedure.ts'
import type { PairView, RunDetails } from '../../../api/run-views.ts'
import type { LiveRun, RunUpdate } from '../../../api/runs-contract.ts'
import { useApi } from '../../data/api-context.ts'
import { type StreamState, useStream } from '../../data/use-stream.ts'

/** A run as it is known now. */
export interface WatchedRun {
  /** null while a new run's input is still checked */
  readonly run: RunDetails | null
  /** in manifest order */
  readonly pairs: readonly PairView[]
  readonly live: LiveRun | null
  /** what the check of the input found; null where that is not known */
  readonly problems: readonly ProblemView[] | null
  /** why it was refused or broke off */
  readonly refused: readonly ProblemView[] | null
}

/** Follows a run for as long as the component lives; `watched` is null until the first is heard of it. */
export function useRunWatch(ref: { readonly studyDir: string; readonly runId: string }): {
  readonly watched: WatchedRun | null
  readonly state: StreamState
  readonly retry: () => void
} {
  const api = useApi()
  const [watched, setWatched] = useState<WatchedRun | null>(null)
  const { state, retry } = useStream(
    JSON.stringify(ref),
    (signal) => api.runs.watch.call(ref, { signal }),
    (update: RunUpdate) => setWatched((before) => afterUpdate(before, update)),
  )
  return { watched, state, retry }
}

/** What is known after an update. */
export function afterUpdate(before: WatchedRun | null, update: RunUpdate): WatchedRun {
  const known = before ?? { run: null, pairs: [], live: null, problems: null, refused: null }
  switch (update.kind) {
    case 'snapshot':
      return { ...known, run: update.run, pairs: update.pairs, live: update.live, refused: null }
    case 'changed':
      return {
        ...known,
        run: known.run && update.run ? { ...known.run, ...update.run } : known.run,
        pairs: merged(known.pairs, update.pairs),
        live: update.live,
        // begun again
        refused: update.live ? null : known.refused,
      }
    case 'checked':
      return { ...known, problems: update.problems }
    case 'refused':
      return { ...known, refused: update.problems }
  }
}

function merged(pairs: readonly PairView[], changed: readonly PairView[]): readonly PairView[] {
  if (changed.length === 0) return pairs
  const left = new Map(changed.map((pair) => [pair.pairId, pair]))
  const kept = pairs.map((pair) => {
    const next = left.get(pair.pairId)
    left.delete(pair.pairId)
    return next ?? pair
  })
  return left.size === 0 ? kept : [...kept, ...left.values()].toSorted((a, b) => a.position - b.position)
}
