import { Worker } from 'node:worker_threads'
import { messageOf } from '../../core/message-of.ts'
import { HOST_PATH } from './host-path.ts'
import type { HostArguments, HostPort } from './host-port.ts'
import type { FromHost } from './host-protocol.ts'

/** Starts a host in a thread of its own. */
export function openThread(
  { registryUrl, engineName }: HostArguments,
  onMessage: (message: FromHost) => void,
): HostPort {
  // what it prints is not for people
  const worker = new Worker(HOST_PATH, { argv: [registryUrl, engineName], execArgv: [], stdout: true, stderr: true })
  worker.on('message', onMessage)
  let failure: string | undefined
  const ended = new Promise<string>((resolve) => {
    // an error may overtake what the thread had said before it, its end does not
    worker.on('error', (error) => {
      failure = messageOf(error)
    })
    worker.on('exit', (code) => resolve(failure ?? `its thread ended with exit code ${code}`))
  })
  return {
    send: (message) => worker.postMessage(message),
    kill: () => void worker.terminate(),
    ended,
  }
}
