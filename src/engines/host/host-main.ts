// the program of a host, in a thread or a process: node host-main.ts <URL of a registry> <name of an engine>
import { parentPort } from 'node:worker_threads'
import { messageOf } from '../../core/message-of.ts'
import type { FromHost, ToHost } from './host-protocol.ts'
import { loadEngine } from './load-engine.ts'
import { serveEngine } from './serve-engine.ts'

const [registryUrl, engineName] = process.argv.slice(2)

/** Ends the host in a way that tells its owner why. */
function die(error: unknown): void {
  // a thread's uncaught error reaches its owner, of a process' only what it wrote
  if (parentPort) throw error
  process.stderr.write(`${messageOf(error)}\n`, () => process.exit(1))
}

function post(message: FromHost): void {
  if (parentPort) parentPort.postMessage(message)
  else process.send?.(message)
}

const loading = loadEngine({ registryUrl, engineName })
loading.catch(die)
const serve = serveEngine(loading, post, () => process.exit(0), die)
if (parentPort) {
  parentPort.on('message', (message: ToHost) => serve(message))
} else {
  process.on('uncaughtException', die)
  process.on('message', (message: ToHost) => serve(message))
  process.on('disconnect', () => process.exit(0))
  // Ctrl-C in a terminal reaches all processes there: the owner decides when a host ends
  process.on('SIGINT', () => {})
}
