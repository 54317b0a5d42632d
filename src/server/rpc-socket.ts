import type { RPCHandler } from '@orpc/server/ws'
import type { WebSocket } from 'ws'
import type { ServiceContext } from '../service/service-context.ts'
import { isClientMessage } from './client-message.ts'

/** the largest message that a window sends: a manifest of 100,000 pairs has some 30 MB */
export const LARGEST_MESSAGE_BYTES = 64_000_000

/** WebSocket's codes for what can't be understood */
const NOT_UNDERSTOOD = 1007
const NO_BINARY = 1003

/** Answers the calls that come in by a socket, and closes it on the first thing that is no call. */
export function answerCalls(
  socket: WebSocket,
  handler: RPCHandler<ServiceContext>,
  context: ServiceContext,
): Promise<void> {
  // ws has closed it by then; without a listener it would be thrown
  socket.on('error', () => {})
  // oRPC itself only notes what it can't read, and keeps listening
  const fault = (event: object) => ('data' in event ? faultOf(event.data) : undefined)
  return handler.upgrade(
    {
      send: socket.send.bind(socket),
      addEventListener: (kind, listener, options) => {
        const hear = typeof listener === 'function' ? listener : listener.handleEvent.bind(listener)
        const hearCalls: typeof hear = (event) => {
          const found = fault(event)
          if (found === undefined) hear(event)
          else socket.close(found, 'this is no call')
        }
        socket.addEventListener(kind, hearCalls, options)
      },
    },
    { context },
  )
}

/** The code with which what came is refused; undefined where it is a call. */
function faultOf(data: unknown): number | undefined {
  if (typeof data !== 'string') return NO_BINARY
  return isClientMessage(data) ? undefined : NOT_UNDERSTOOD
}
