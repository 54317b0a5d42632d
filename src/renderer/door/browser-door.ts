import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { Door, ServiceClient } from './door.ts'
import { reconnectingLink, type Session } from './reconnecting-link.ts'
import { uploadFile } from './upload-file.ts'

/** The door of `otolith serve`: everything goes to where the page came from. */
export function browserDoor(): Door {
  const url = new URL('/rpc', location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  const { link, connection, retry } = reconnectingLink(() => socketSession(url))
  const client: ServiceClient = createORPCClient(link)
  return {
    kind: 'browser',
    client,
    connection,
    reconnect: retry,
    // a browser doesn't say where a folder lies
    filePath: async (file, isFolder) => (isFolder ? null : uploadFile(file)),
  }
}

function socketSession(url: URL): Session {
  const socket = new WebSocket(url)
  const heard = (kind: 'open' | 'close') =>
    new Promise<void>((resolve) => socket.addEventListener(kind, () => resolve(), { once: true }))
  return {
    link: new RPCLink({ websocket: socket }),
    opened: heard('open'),
    ended: heard('close').then(() => null),
  }
}
