import type { HostPort, OpenHost } from '../engines/host/host-port.ts'
import type { FromHost, ToHost } from '../engines/host/host-protocol.ts'
import type { OrderPort, ProcessPort } from './orders.ts'

interface WishedEngine {
  readonly port: PromiseWithResolvers<ProcessPort>
  readonly ended: PromiseWithResolvers<string>
}

/** Starts engines by way of the main process: in Electron no other can start one, and its own program is no Node to be forked. */
export function engineWisher(parent: OrderPort): OpenHost {
  const engines = new Map<number, WishedEngine>()
  let lastId = 0

  parent.on('message', ({ data, ports: [port] }) => {
    if (data.kind === 'engine' && port) engines.get(data.id)?.port.resolve(port)
    if (data.kind === 'engine-ended') {
      engines.get(data.id)?.ended.resolve(data.reason)
      engines.delete(data.id)
    }
  })

  return (host, onMessage): HostPort => {
    const id = ++lastId
    const engine: WishedEngine = { port: Promise.withResolvers(), ended: Promise.withResolvers() }
    engines.set(id, engine)
    void engine.port.promise.then((port) => {
      // only an engine of ours is at the other end
      port.on('message', ({ data }) => onMessage(data as FromHost))
      port.start()
    })
    parent.postMessage({ kind: 'start-engine', id, host })
    return {
      send: (message: ToHost) => void engine.port.promise.then((port) => port.postMessage(message)),
      kill: () => parent.postMessage({ kind: 'kill-engine', id }),
      ended: engine.ended.promise,
    }
  }
}
