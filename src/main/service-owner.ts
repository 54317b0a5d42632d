import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron'
import type { contract } from '../api/contract.ts'
import { compiled } from './compiled.ts'
import { startEnginesFor } from './engine-processes.ts'
import type { ServiceOrder } from './orders.ts'

export type ServiceClient = ContractRouterClient<typeof contract>

/** The service in a process of its own, started again when it dies. */
export interface ServiceOwner {
  /** a way to the service */
  connect(): MessagePortMain
  /** the main process's own way */
  client(): ServiceClient
  /** Stops its runs and ends it. */
  end(): Promise<void>
}

/** a service that dies as often within a minute would die again */
const MOST_DEATHS_A_MINUTE = 3

/**
 * Starts the service.
 *
 * @param onLost called when it has died, with what is known of why, and whether it was started again
 */
export function startService(onLost: (reason: string, isBack: boolean) => void): ServiceOwner {
  let deathsMs: readonly number[] = []
  let isEnding = false
  let own: ServiceClient | undefined
  let service: UtilityProcess | undefined = start()

  function start(): UtilityProcess {
    const process = utilityProcess.fork(compiled('main/service-process.js'), [], {
      serviceName: 'Otolith service',
      stdio: 'inherit',
    })
    startEnginesFor(process)
    process.once('exit', (code) => {
      own = undefined
      service = undefined
      if (isEnding) return
      const now = Date.now()
      deathsMs = [...deathsMs.filter((at) => now - at < 60_000), now]
      if (deathsMs.length < MOST_DEATHS_A_MINUTE) service = start()
      onLost(`The service ended unexpectedly (exit code ${code}).`, service !== undefined)
    })
    return process
  }

  function connect(): MessagePortMain {
    service ??= start()
    const { port1, port2 } = new MessageChannelMain()
    order(service, { kind: 'connect' }, [port1])
    return port2
  }

  function client(): ServiceClient {
    if (own) return own
    const port = connect()
    own = createORPCClient(new RPCLink({ port }))
    port.start()
    return own
  }

  async function end(): Promise<void> {
    isEnding = true
    const ending = service
    if (!ending) return
    const ended = new Promise<void>((resolve) => ending.once('exit', () => resolve()))
    order(ending, { kind: 'end' })
    await ended
  }

  return { connect, client, end }
}

function order(service: UtilityProcess, what: ServiceOrder, ports: MessagePortMain[] = []): void {
  service.postMessage(what, ports)
}
