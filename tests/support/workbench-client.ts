import { once } from 'node:events'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { WebSocket } from 'ws'
import type { contract } from '../../src/api/contract.ts'

export type WorkbenchClient = ContractRouterClient<typeof contract>

/** A window's part of the connection, without the window. */
export interface Connected extends Disposable {
  readonly client: WorkbenchClient
  readonly socket: WebSocket
}

/** The cookie that a server gives for the address that it printed. */
export async function cookieFor(url: string): Promise<string> {
  const { headers } = await fetch(url, { redirect: 'manual' })
  const [cookie] = headers.getSetCookie()
  if (cookie === undefined) throw new Error(`${url} gave no cookie`)
  return cookie.split(';')[0] ?? ''
}

/** Connects as a window does that was opened at the address. */
export async function connect(url: string): Promise<Connected> {
  const { origin, host } = new URL(url)
  const socket = new WebSocket(`ws://${host}/rpc`, { headers: { cookie: await cookieFor(url), origin } })
  await once(socket, 'open')
  return { client: clientOver(socket), socket, [Symbol.dispose]: () => socket.terminate() }
}

export function clientOver(socket: WebSocket): WorkbenchClient {
  // ws' socket lacks a browser's EventTarget only
  return createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }))
}
