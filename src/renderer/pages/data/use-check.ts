import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { notifyFailed } from '../../components/notify.ts'
import { useApi } from '../../data/api-context.ts'
import { DATA_TEXT } from '../../text/data.ts'

export type CheckState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly framesDone: number; readonly frameCount: number }
  | {
      readonly kind: 'ready'
      readonly flagged: Readonly<Record<string, number>>
      readonly uncertainCount: number
    }

export interface Check {
  readonly state: CheckState
  start(): void
  stop(): void
  /** checks again what a decision may have changed, where it was checked before */
  refresh(): void
}

/** The check of all masks, and how far it is. */
export function useCheck(studyDir: string): Check {
  const api = useApi()
  const queries = useQueryClient()
  const [state, setState] = useState<CheckState>({ kind: 'idle' })
  const abort = useRef<AbortController | null>(null)
  useEffect(() => () => abort.current?.abort(), [])

  const run = async (isQuiet: boolean) => {
    abort.current?.abort()
    const mine = new AbortController()
    abort.current = mine
    try {
      for await (const event of await api.data.check.call({ studyDir }, { signal: mine.signal })) {
        if (event.kind === 'ready') setState(event)
        else if (!isQuiet) setState({ ...event, kind: 'running' })
      }
      await Promise.all([
        queries.invalidateQueries({ queryKey: api.data.rows.key() }),
        queries.invalidateQueries({ queryKey: api.data.embryo.key() }),
        queries.invalidateQueries({ queryKey: api.data.frame.key() }),
        queries.invalidateQueries({ queryKey: api.manifest.check.key() }),
      ])
    } catch (error) {
      if (mine.signal.aborted) return
      setState({ kind: 'idle' })
      notifyFailed(DATA_TEXT.check.failed, error)
    }
  }
  return {
    state,
    start: () => void run(false),
    stop: () => {
      abort.current?.abort()
      setState({ kind: 'idle' })
    },
    refresh: () => {
      if (state.kind === 'ready') void run(true)
    },
  }
}
