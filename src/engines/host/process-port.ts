import { type ChildProcess, fork } from 'node:child_process'
import { messageOf } from '../../core/message-of.ts'
import { HOST_PATH } from './host-path.ts'
import type { HostArguments, HostPort } from './host-port.ts'
import type { FromHost } from './host-protocol.ts'

const KEPT_CHARACTERS = 2000

/** Starts a host in a process of its own. */
export function openProcess(
  { registryUrl, engineName }: HostArguments,
  onMessage: (message: FromHost) => void,
): HostPort {
  const child = fork(HOST_PATH, [registryUrl, engineName], {
    // typed arrays as they are
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const lastWords = lastLine(child)
  child.on('message', (message: FromHost) => onMessage(message))
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(messageOf(error)))
    child.on('close', (code, signal) => resolve(describeEnd(code, signal, lastWords())))
  })
  return {
    // without a callback, a message to a process that has just ended would be thrown
    send: (message) => void child.send(message, () => {}),
    kill: () => void child.kill('SIGKILL'),
    ended,
  }
}

/** The last line on the child's stderr so far: native libraries say there why they give up. */
function lastLine({ stderr }: ChildProcess): () => string {
  let tail = ''
  stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-KEPT_CHARACTERS)
  })
  return () => tail.trim().split('\n').at(-1) ?? ''
}

function describeEnd(code: number | null, signal: NodeJS.Signals | null, lastWords: string): string {
  if (signal === 'SIGKILL') return 'its process was killed'
  const how = signal === null ? `its process ended with exit code ${code}` : `its process was ended by ${signal}`
  return lastWords === '' ? how : `${how}: ${lastWords}`
}
