import { useEffect, useEffectEvent, useState } from 'react'
import { useConnection } from '../door/door-context.ts'

/** How a stream stands. */
export type StreamState =
  | { readonly kind: 'open' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly error: unknown }

/**
 * Follows a stream of the service (`watch`, `read`, `check`, `estimate`) for as long as the component lives, and again from its beginning
 * when the service comes back or `retry` is called.
 *
 * @param key what is followed; another key ends the stream and begins another. Null follows nothing.
 */
export function useStream<Event>(
  key: string | null,
  open: (signal: AbortSignal) => Promise<AsyncIterable<Event>>,
  onEvent: (event: Event) => void,
): { readonly state: StreamState; readonly retry: () => void } {
  const { openings } = useConnection()
  const [state, setState] = useState<StreamState>({ kind: 'open' })
  const [attempt, setAttempt] = useState(0)
  const openNow = useEffectEvent(open)
  const hear = useEffectEvent(onEvent)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another opening or attempt is nothing but a reason to begin again
  useEffect(() => {
    if (key === null) return
    const abort = new AbortController()
    const follow = async () => {
      setState({ kind: 'open' })
      try {
        for await (const event of await openNow(abort.signal)) {
          if (abort.signal.aborted) return
          hear(event)
        }
        if (!abort.signal.aborted) setState({ kind: 'ended' })
      } catch (error) {
        if (!abort.signal.aborted) setState({ kind: 'failed', error })
      }
    }
    void follow()
    return () => abort.abort()
  }, [key, openings, attempt])

  return { state, retry: () => setAttempt((count) => count + 1) }
}
