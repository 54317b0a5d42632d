import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { type DesktopBridge, SERVICE_PORT } from '../../api/desktop-bridge.ts'
import type { Door, ServiceClient } from './door.ts'
import { type ReconnectingLink, reconnectingLink, type Session } from './reconnecting-link.ts'

/** The desktop's door: a port to the service, the system's own dialogs and file manager. */
export function desktopDoor(bridge: DesktopBridge): Door {
  const { link, connection, retry }: ReconnectingLink = reconnectingLink(() => portSession(bridge))
  const client: ServiceClient = createORPCClient(link)
  return {
    kind: 'desktop',
    client,
    connection,
    reconnect: retry,
    filePath: async (file) => bridge.filePath(file) || null,
    choosePath: (request) => bridge.choosePath(request),
    showInFolder: (path) => bridge.showInFolder(path),
    onOpenStudy: (listener) => bridge.onOpenStudy(listener),
  }
}

function portSession(bridge: DesktopBridge): Session {
  const ended = new Promise<string>((resolve) => {
    const stop = bridge.onServiceLost((reason) => {
      stop()
      resolve(reason)
    })
  })
  const port = nextPort()
  bridge.connect()
  const link = port.then((opened) => {
    const over = new RPCLink({ port: opened })
    opened.start()
    return over
  })
  return {
    link: { call: async (path, input, options) => (await link).call(path, input, options) },
    opened: link.then(() => undefined),
    ended,
  }
}

/** The port that the answer to `connect` brings. */
function nextPort(): Promise<MessagePort> {
  return new Promise((resolve) => {
    const hear = (event: MessageEvent) => {
      const [port] = event.ports
      if (event.source !== window || event.data !== SERVICE_PORT || !port) return
      window.removeEventListener('message', hear)
      resolve(port)
    }
    window.addEventListener('message', hear)
  })
}
