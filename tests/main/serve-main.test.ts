import { EventEmitter, once } from 'node:events'
import { join } from 'node:path'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { expect, it, onTestFinished } from 'vitest'
import type { HostPort } from '../../src/engines/host/host-port.ts'
import { openThread } from '../../src/engines/host/thread-port.ts'
import type { OrderPort, ProcessPort, ServiceOrder, ServiceWish } from '../../src/main/orders.ts'
import { serveMain } from '../../src/main/serve-main.ts'
import { tempDir } from '../support/temp-dir.ts'
import type { WorkbenchClient } from '../support/workbench-client.ts'

/** A port of Node's with the manners of Electron's. */
function processPort(port: MessagePort): ProcessPort {
  return {
    on: (event: 'message' | 'close', listener: (message: { readonly data: unknown }) => void) =>
      event === 'message'
        ? port.on('message', (data) => listener({ data }))
        : port.on('close', () => listener({ data: undefined })),
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
  }
}

/** A main process that starts what it is asked for in threads. */
class Parent extends EventEmitter<{ message: [{ data: ServiceOrder; ports: readonly ProcessPort[] }]; ended: [] }> {
  readonly engines: HostPort[] = []

  order(data: ServiceOrder, ...ports: MessagePort[]): void {
    this.emit('message', { data, ports: ports.map(processPort) })
  }

  postMessage(wish: ServiceWish): void {
    const { id } = wish
    if (wish.kind === 'kill-engine') return
    const { port1, port2 } = new MessageChannel()
    const engine = openThread(wish.host, (message) => port1.postMessage(message))
    port1.on('message', (message) => engine.send(message))
    engine.ended.then((reason) => {
      port1.close()
      this.order({ kind: 'engine-ended', id, reason })
    })
    this.engines.push(engine)
    this.order({ kind: 'engine', id }, port2)
  }
}

function startedService() {
  const parent = new Parent()
  serveMain(parent satisfies OrderPort, { appDir: join(tempDir(), 'app') }, () => parent.emit('ended'))
  const connect = () => {
    const { port1, port2 } = new MessageChannel()
    onTestFinished(() => port2.close())
    parent.order({ kind: 'connect' }, port1)
    const client: WorkbenchClient = createORPCClient(new RPCLink({ port: processPort(port2) as never }))
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
  parent.order({ kind: 'end' })
  await ended
})

it('has engines that live in a process started by the main process', async () => {
  const { parent, connect } = startedService()
  const { client } = connect()
  const report = await client.engines.report({ name: 'tfjs' })
  expect(parent.engines).toHaveLength(1)
  // here it runs on WebAssembly
  expect(report).toMatchObject({ name: 'tfjs', usable: true, passed: true })
})
