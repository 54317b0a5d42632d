import { setTimeout as wait } from 'node:timers/promises'

const MS_BETWEEN = 150

/** Looks, several times a second, how far work is, until it is done: once at the beginning, then whenever `look` gives something else. */
export async function* whilePending<State>(
  work: Promise<unknown>,
  look: () => State,
  signal: AbortSignal | undefined,
): AsyncGenerator<State> {
  let isDone = false
  const done = work.finally(() => {
    isDone = true
  })
  // whoever awaits the work itself is told
  done.catch(() => {})
  let last: State | undefined
  while (!isDone) {
    const state = look()
    if (state !== last) yield state
    last = state
    signal?.throwIfAborted()
    const tick = new AbortController()
    await Promise.race([done.catch(() => {}), wait(MS_BETWEEN, undefined, { signal: tick.signal }).catch(() => {})])
    tick.abort()
  }
}
