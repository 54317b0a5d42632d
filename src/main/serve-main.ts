import { RPCHandler } from '@orpc/server/message-port'
import { isClientMessage } from '../server/client-message.ts'
import { createService, type ServiceOptions } from '../service/service.ts'

/** What the main process says to the service's: with a port, that somebody is at its other end; or that it is to end. */
export type ServiceOrder = 'connect' | 'end'

/** A port to a window or the main process. */
export interface CallPort {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  postMessage(message: unknown): void
  start(): void
}

/** The service's way to the main process: Electron's `process.parentPort`. */
export interface OrderPort {
  on(
    event: 'message',
    listener: (order: { readonly data: ServiceOrder; readonly ports: readonly CallPort[] }) => void,
  ): unknown
}

/** Starts the service and answers the calls of every port that the main process sends; `onEnded` is called once it was ended. */
export function serveMain(parent: OrderPort, options: ServiceOptions, onEnded: () => void): void {
  const service = createService(options)
  const calls = new RPCHandler(service.router)
  parent.on('message', ({ data, ports }) => {
    if (data === 'end') void service.dispose().then(onEnded)
    for (const port of ports) {
      calls.upgrade(callsOf(port), { context: service.context })
      port.start()
    }
  })
}

/** The port as oRPC takes it, which would end the process over a message that is no call. */
function callsOf(port: CallPort) {
  return {
    on: (event: string, listener: (message?: { data: unknown }) => void) => {
      if (event === 'close') port.on('close', () => listener())
      if (event === 'message')
        port.on('message', (message) => isClientMessage(message.data) && listener({ ...message, data: message.data }))
    },
    postMessage: (message: unknown) => port.postMessage(message),
  }
}
