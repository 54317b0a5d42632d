// the program of an engine's own process: see engine-processes.ts
import { messageOf } from '../core/message-of.ts'
import type { ToHost } from '../engines/host/host-protocol.ts'
import { loadEngine } from '../engines/host/load-engine.ts'
import { serveEngine } from '../engines/host/serve-engine.ts'

const [registryUrl = '', engineName = ''] = process.argv.slice(2)

/** What it writes last is what its owner learns of its end. */
function die(error: unknown): void {
  process.stderr.write(`${messageOf(error)}\n`, () => process.exit(1))
}

process.on('uncaughtException', die)
process.parentPort.once('message', ({ ports: [port] }) => {
  if (!port) return die(new Error('it was started without a port'))
  const loading = loadEngine({ registryUrl, engineName })
  loading.catch(die)
  const serve = serveEngine(
    loading,
    (message) => port.postMessage(message),
    () => process.exit(0),
    die,
  )
  port.on('message', ({ data }) => serve(data as ToHost))
  port.on('close', () => process.exit(0))
  port.start()
})
