import { MessageChannelMain, type UtilityProcess, utilityProcess } from 'electron'
import type { HostArguments } from '../engines/host/host-port.ts'
import { compiled } from './compiled.ts'
import type { ServiceOrder, ServiceWish } from './orders.ts'

const KEPT_CHARACTERS = 2000

/** Carries out what a service wishes of engines: each is a process of its own, which may crash alone and ends with its service. */
export function startEnginesFor(service: UtilityProcess): void {
  const engines = new Map<number, UtilityProcess>()
  const tell = (order: ServiceOrder, ports: Electron.MessagePortMain[] = []) => service.postMessage(order, ports)

  function startEngine(id: number, { registryUrl, engineName }: HostArguments): void {
    const engine = utilityProcess.fork(compiled('main/engine-process.js'), [registryUrl, engineName], {
      serviceName: `Otolith engine ${engineName}`,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    engines.set(id, engine)
    const lastWords = lastLine(engine)
    engine.once('exit', (code) => {
      engines.delete(id)
      tell({ kind: 'engine-ended', id, reason: `its process ended with exit code ${code}${lastWords()}` })
    })
    const { port1, port2 } = new MessageChannelMain()
    engine.postMessage(null, [port1])
    tell({ kind: 'engine', id }, [port2])
  }

  service.on('message', (wish: ServiceWish) => {
    if (wish.kind === 'start-engine') startEngine(wish.id, wish.host)
    else engines.get(wish.id)?.kill()
  })
  service.once('exit', () => {
    for (const engine of engines.values()) engine.kill()
  })
}

/** Native libraries say on stderr why they give up. */
function lastLine({ stderr }: UtilityProcess): () => string {
  let tail = ''
  stderr?.on('data', (chunk: Buffer) => {
    tail = (tail + chunk.toString('utf8')).slice(-KEPT_CHARACTERS)
  })
  return () => {
    const line = tail.trim().split('\n').at(-1) ?? ''
    return line === '' ? '' : `: ${line}`
  }
}
