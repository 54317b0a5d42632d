import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type { HostArguments, HostPort, OpenHost } from './host-port.ts'
import type { FromHost, ToHost } from './host-protocol.ts'

/** A host that one thread is to start for another, with the port between them. */
export interface WantedHost {
  readonly host: HostArguments
  readonly port: MessagePort
}

type ToOpener = { readonly kind: 'send'; readonly message: ToHost } | { readonly kind: 'kill' }
type FromOpener =
  | { readonly kind: 'said'; readonly message: FromHost }
  | { readonly kind: 'ended'; readonly reason: string }

/** Starts hosts by way of another thread, which is asked by `ask` and does `openWanted`. */
export function relayedHosts(ask: (wanted: WantedHost) => void): OpenHost {
  return (host, onMessage): HostPort => {
    const { port1, port2 } = new MessageChannel()
    const ended = Promise.withResolvers<string>()
    port1.on('message', (said: FromOpener) => {
      if (said.kind === 'said') return onMessage(said.message)
      ended.resolve(said.reason)
      port1.close()
    })
    const tell = (message: ToOpener) => port1.postMessage(message)
    ask({ host, port: port2 })
    return {
      send: (message) => tell({ kind: 'send', message }),
      kill: () => tell({ kind: 'kill' }),
      ended: ended.promise,
    }
  }
}

/** Starts a host for another thread; it ends with the port. */
export function openWanted(open: OpenHost, { host, port }: WantedHost): void {
  const tell = (message: FromOpener) => port.postMessage(message)
  const opened = open(host, (message) => tell({ kind: 'said', message }))
  port.on('message', (asked: ToOpener) => (asked.kind === 'kill' ? opened.kill() : opened.send(asked.message)))
  port.on('close', () => opened.kill())
  void opened.ended.then((reason) => tell({ kind: 'ended', reason }))
}
