import { useEffect, useState } from 'react'
import type { Result } from '../../api/result.ts'
import { settle } from './settle.ts'

/** Something that is read from the service. */
export type Loaded<Value> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: Value }
  | { readonly kind: 'failed'; readonly message: string }

const POLL_MS = 1000

/**
 * Reads a value, again every second while it is live, and whenever the window comes back to the front.
 *
 * @param read must stay the same function as long as it reads the same thing
 * @param revision where it changes, the value is read again; until then the old one stands
 */
export function useLive<Value>(
  read: () => Promise<Result<Value>>,
  isLive: (value: Value) => boolean,
  revision = '',
): Loaded<Value> {
  const [loaded, setLoaded] = useState<{ readonly from: typeof read; readonly state: Loaded<Value> }>({
    from: read,
    state: { kind: 'loading' },
  })

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision is nothing but a reason to read again
  useEffect(() => {
    let gone = false
    let timer: ReturnType<typeof setTimeout> | undefined
    let reading = false
    const load = async () => {
      if (reading) return
      reading = true
      clearTimeout(timer)
      const result = await settle(read())
      reading = false
      if (gone) return
      setLoaded({
        from: read,
        state: result.ok ? { kind: 'ready', value: result.value } : { kind: 'failed', message: result.message },
      })
      // counted from the answer on, so that a slow disk is never asked twice at once
      if (result.ok && isLive(result.value)) timer = setTimeout(load, POLL_MS)
    }
    void load()
    window.addEventListener('focus', load)
    return () => {
      gone = true
      clearTimeout(timer)
      window.removeEventListener('focus', load)
    }
  }, [read, isLive, revision])

  return loaded.from === read ? loaded.state : { kind: 'loading' }
}
