import type { ClientContext, ClientLink, ClientOptions } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { type ConnectionStore, connectionStore, ServiceLostError } from './connection.ts'

/** Between attempts, ms: the last is kept to. */
const PAUSES_MS = [250, 500, 1000, 2000, 4000]

export interface ReconnectingLink {
  readonly link: ClientLink<ClientContext>
  readonly connection: ConnectionStore
  /** at once, rather than when the next attempt is due */
  retry(): void
}

interface Session {
  readonly link: ClientLink<ClientContext>
  /** rejects where it never opened */
  readonly opened: Promise<void>
}

/**
 * A link over a WebSocket that is opened again when it breaks. A call waits for a socket that is being opened; where none is, it fails at
 * once with `ServiceLostError`, as do the calls that were under way when it broke: they may or may not have been carried out.
 */
export function reconnectingLink(open: () => WebSocket): ReconnectingLink {
  const connection = connectionStore('connecting')
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let session: Session | null = connect()

  function connect(): Session {
    const socket = open()
    const opened = new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve(), { once: true })
      socket.addEventListener('close', () => reject(new ServiceLostError()), { once: true })
    })
    opened.then(
      () => {
        failures = 0
        connection.setState(({ openings }) => ({ kind: 'open', openings: openings + 1 }))
      },
      () => undefined,
    )
    socket.addEventListener('close', lose, { once: true })
    return { link: new RPCLink({ websocket: socket }), opened }
  }

  function lose(): void {
    session = null
    connection.setState({ kind: 'lost' })
    timer = setTimeout(reconnect, PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)])
    failures += 1
  }

  function reconnect(): void {
    clearTimeout(timer)
    session ??= connect()
  }

  return {
    connection,
    retry: reconnect,
    link: {
      call: async (path: readonly string[], input: unknown, options: ClientOptions<ClientContext>) => {
        const used = session
        if (!used) throw new ServiceLostError()
        await used.opened
        try {
          return await used.link.call(path, input, options)
        } catch (error) {
          // the peer rejects its calls before this hears that the socket closed
          await Promise.resolve()
          throw session === used ? error : new ServiceLostError()
        }
      },
    },
  }
}
