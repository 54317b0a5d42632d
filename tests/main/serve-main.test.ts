import { EventEmitter, once } from 'node:events'
import { join } from 'node:path'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { expect, it, onTestFinished } from 'vitest'
import { type CallPort, type ServiceOrder, serveMain } from '../../src/main/serve-main.ts'
import { tempDir } from '../support/temp-dir.ts'
import type { WorkbenchClient } from '../support/workbench-client.ts'

/** A port of Node's with the manners of Electron's. */
function callPort(port: MessagePort): CallPort {
  return {
    on: (event: 'message' | 'close', listener: (message: { readonly data: unknown }) => void) =>
      event === 'message'
        ? port.on('message', (data) => listener({ data }))
        : port.on('close', () => listener({ data: undefined })),
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
  }
}

function startedService() {
  const parent = new EventEmitter<{ message: [{ data: ServiceOrder; ports: readonly CallPort[] }]; ended: [] }>()
  serveMain(parent, { appDir: join(tempDir(), 'app') }, () => parent.emit('ended'))
  const connect = () => {
    const { port1, port2 } = new MessageChannel()
    onTestFinished(() => port2.close())
    parent.emit('message', { data: 'connect', ports: [callPort(port1)] })
    const client: WorkbenchClient = createORPCClient(new RPCLink({ port: callPort(port2) as never }))
    port2.start()
    return { client, port: port2 }
  }
  return { parent, connect }
}

it('answers the calls of every port that it is sent', async () => {
  const { connect } = startedService()
  const windows = [connect(), connect()]
  const versions = await Promise.all(windows.map(async ({ client }) => (await client.app.info()).version))
  expect(versions[0]).toMatch(/^\d+\.\d+\.\d+/)
  expect(versions[1]).toBe(versions[0])
  // a desktop's own person may name any path
  expect((await windows[0]?.client.app.info())?.confinedTo).toBeNull()
})

it('lets nothing that is no call end it', async () => {
  const { connect } = startedService()
  const { client, port } = connect()
  for (const message of ['hello', '', '[]', 'null', '{"i":"1"}', 7, null, {}, new Uint8Array(3)])
    port.postMessage(message)
  expect((await client.app.info()).cores).toBeGreaterThan(0)
})

it('ends when it is told to', async () => {
  const { parent } = startedService()
  const ended = once(parent, 'ended')
  parent.emit('message', { data: 'end', ports: [] })
  await ended
})
