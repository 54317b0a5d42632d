import type { HostPort } from './host-port.ts'
import type { FromHost, Question, ToHost } from './host-protocol.ts'
import { Inbox } from './inbox.ts'
import type { PackedJob } from './packed-job.ts'

/** One host from its start to its end. */
export interface HostLife {
  ask(question: Asked): Talk
  /** Lets the engine dispose of what it holds and ends the host, after a while by force. */
  end(): Promise<void>
}

type Asked = { readonly kind: 'probe' } | { readonly kind: 'solve'; readonly jobs: readonly PackedJob[] }

/** One question and what comes back. */
export interface Talk {
  next(): Promise<Reply>
  /** The answers that are still to come are no longer wanted: `next` says `left` after those that are there. */
  leave(): void
}

export type Reply = FromHost | { readonly kind: 'died'; readonly reason: string } | { readonly kind: 'left' }

/** How long a host may take to dispose of its engine. */
const GRACE_MS = 1000

/**
 * Follows a host. It is killed where it is asked something and says nothing for `silenceSec`; however it ends, all that it was asked
 * is told so.
 */
export function hostLife(
  open: (onMessage: (message: FromHost) => void) => HostPort,
  silenceSec: number,
  onEnd: (reason: string) => void,
): HostLife {
  const talks = new Map<number, Inbox<Reply>>()
  let lastId = 0
  let silence: NodeJS.Timeout | undefined
  let silentReason: string | undefined
  let endReason: string | undefined

  const port = open((message) => {
    talks.get(message.id)?.put(message)
    if (message.kind !== 'answer') talks.delete(message.id)
    watch()
  })
  const ended = port.ended.then((reason) => {
    const why = silentReason ?? reason
    endReason = why
    clearTimeout(silence)
    for (const inbox of talks.values()) inbox.put({ kind: 'died', reason: why })
    talks.clear()
    onEnd(why)
  })

  function watch(): void {
    clearTimeout(silence)
    if (talks.size === 0) return
    silence = setTimeout(() => {
      silentReason = `it gave no answer for ${silenceSec} s`
      port.kill()
    }, 1000 * silenceSec)
  }

  function send(message: ToHost): void {
    if (endReason === undefined) port.send(message)
  }

  function ask(asked: Asked): Talk {
    const id = ++lastId
    const inbox = new Inbox<Reply>()
    if (endReason === undefined) talks.set(id, inbox)
    else inbox.put({ kind: 'died', reason: endReason })
    send({ ...asked, id } satisfies Question)
    watch()
    return {
      next: () => inbox.next(),
      leave: () => {
        if (!talks.delete(id)) return
        send({ kind: 'abort', id })
        inbox.put({ kind: 'left' })
        watch()
      },
    }
  }

  async function end(): Promise<void> {
    send({ kind: 'dispose' })
    const force = setTimeout(() => port.kill(), GRACE_MS)
    await ended
    clearTimeout(force)
  }

  return { ask, end }
}
