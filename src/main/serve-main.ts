import { RPCHandler } from '@orpc/server/message-port'
import { registry } from '../engines/engine-registry.ts'
import { isClientMessage } from '../server/client-message.ts'
import { createService, type ServiceOptions } from '../service/service.ts'
import type { OrderPort, ProcessPort } from './orders.ts'
import { engineWisher } from './wish-engine.ts'

/** Starts the service and answers the calls of every port that the main process sends; `onEnded` is called once it was ended. */
export function serveMain(parent: OrderPort, options: ServiceOptions, onEnded: () => void): void {
  const engines = { ...registry, openProcess: engineWisher(parent) }
  const service = createService({ engines, ...options })
  const calls = new RPCHandler(service.router)
  parent.on('message', ({ data, ports }) => {
    if (data.kind === 'end') void service.dispose().then(onEnded)
    if (data.kind !== 'connect') return
    for (const port of ports) {
      calls.upgrade(callsOf(port), { context: service.context })
      port.start()
    }
  })
}

/** The port as oRPC takes it, which would end the process over a message that is no call. */
function callsOf(port: ProcessPort) {
  return {
    on: (event: string, listener: (message?: { data: unknown }) => void) => {
      if (event === 'close') port.on('close', () => listener())
      if (event === 'message') port.on('message', ({ data }) => isClientMessage(data) && listener({ data }))
    },
    postMessage: (message: unknown) => port.postMessage(message),
  }
}
