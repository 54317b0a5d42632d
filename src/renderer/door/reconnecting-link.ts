import type { ClientContext, ClientLink, ClientOptions } from '@orpc/client'
import { type ConnectionStore, connectionStore, ServiceLostError } from './connection.ts'

/** Between attempts, ms: the last is kept to. */
const PAUSES_MS = [250, 500, 1000, 2000, 4000]

/** One way to the service, from its opening to its end. */
export interface Session {
  readonly link: ClientLink<ClientContext>
  readonly opened: Promise<void>
  /** resolves when it has ended, or never opened, with why where that is known */
  readonly ended: Promise<string | null>
}

export interface ReconnectingLink {
  readonly link: ClientLink<ClientContext>
  readonly connection: ConnectionStore
  /** at once, rather than when the next attempt is due */
  retry(): void
}

/**
 * A link over sessions that are opened again when they end. A call waits for a session that is being opened; where none is, it fails at
 * once with `ServiceLostError`, as do the calls that were under way when one ended: they may or may not have been carried out.
 */
export function reconnectingLink(open: () => Session): ReconnectingLink {
  const connection = connectionStore()
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let session: Session | null = connect()

  function connect(): Session {
    const opening = open()
    void opening.opened.then(() => {
      failures = 0
      connection.setState(({ openings }) => ({ kind: 'open', openings: openings + 1, reason: null }))
    })
    void opening.ended.then(lose)
    return opening
  }

  function lose(reason: string | null): void {
    session = null
    connection.setState({ kind: 'lost', reason })
    timer = setTimeout(retry, PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)])
    failures += 1
  }

  function retry(): void {
    clearTimeout(timer)
    session ??= connect()
  }

  async function call(path: readonly string[], input: unknown, options: ClientOptions<ClientContext>) {
    const used = session
    if (!used) throw new ServiceLostError()
    const failed = used.ended.then(() => {
      throw new ServiceLostError()
    })
    await Promise.race([used.opened, failed])
    try {
      return await used.link.call(path, input, options)
    } catch (error) {
      // a link rejects its calls before its session is known to have ended
      await new Promise((resolve) => setTimeout(resolve))
      throw session === used ? error : new ServiceLostError()
    }
  }

  return { connection, retry, link: { call } }
}
