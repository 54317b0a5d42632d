import { once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { expect, test, vi } from 'vitest'
import { hostEngine } from '../../../src/engines/host/engine-host.ts'
import { openWanted, relayedHosts } from '../../../src/engines/host/host-relay.ts'
import { openProcess } from '../../../src/engines/host/process-port.ts'
import { type Peculiarity, registryWith } from '../../support/test-engines.ts'

/** An engine whose process is started by way of a port, as another thread would ask for it. */
function relayed(peculiarity: Peculiarity) {
  const openElsewhere = relayedHosts((wanted) => openWanted(openProcess, wanted))
  const engine = hostEngine('tfjs', { registry: { ...registryWith(peculiarity), openProcess: openElsewhere } })
  const deaths: string[] = []
  engine.onDeath((reason) => deaths.push(reason))
  return { engine, deaths, [Symbol.asyncDispose]: () => engine.dispose() }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('what is asked and answered passes, and disposing ends the process', async () => {
  await using host = relayed('none')
  const probe = await host.engine.probe()
  if (!probe.usable) throw new Error(probe.reason)
  const pid = Number(probe.device.split(' ')[1])
  expect(pid).not.toBe(process.pid)
  await host.engine.dispose()
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false))
  expect(host.deaths).toEqual([])
})

test('its end is told with its reason, and the next question starts it again', async () => {
  await using host = relayed('is killed when probed')
  for (const deaths of [1, 2]) {
    expect(await host.engine.probe()).toEqual({ usable: false, reason: 'its process was killed' })
    expect(host.deaths).toHaveLength(deaths)
  }
})

test('it ends with the thread that wanted it', async () => {
  const { port1, port2 } = new MessageChannel()
  const { url: registryUrl } = registryWith('none')
  openWanted(openProcess, { host: { registryUrl, engineName: 'tfjs' }, port: port2 })
  port1.postMessage({ kind: 'send', message: { kind: 'probe', id: 1 } })
  const [{ message }] = await once(port1, 'message')
  const pid = Number(message.probe.device.split(' ')[1])
  expect(isRunning(pid)).toBe(true)
  port1.close()
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false))
})
