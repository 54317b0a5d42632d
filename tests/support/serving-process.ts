import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const BIN = join(import.meta.dirname, '..', '..', 'bin', 'otolith.mjs')

/** `otolith serve` as a process of its own. */
export interface ServingProcess {
  readonly process: ChildProcess
  /** as it printed it */
  readonly url: string
  /** Sends a signal and resolves with the exit code; null where the signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>
}

/** Exit code of a server that was told to end; Windows has no signals and ends it at once. */
export const TOLD_TO_END = process.platform === 'win32' ? null : 0

/** Starts it over a folder, with what it remembers in another; resolves once it has printed its address. */
export async function startServing(root: string, appDir: string, command = BIN): Promise<ServingProcess> {
  const child = spawn(process.execPath, [command, 'serve', '--no-open', '--root', root], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, OTOLITH_APP_DIR: appDir },
  })
  const ended = once(child, 'exit')
  return {
    process: child,
    url: await printedUrl(child, ended),
    end: async (signal) => {
      child.kill(signal)
      return (await ended)[0]
    },
  }
}

function printedUrl(child: ChildProcess, ended: Promise<unknown>): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const look = (text: string) => {
      said += text
      const url = /^Otolith is at (\S+)\n/m.exec(said)?.[1]
      if (url !== undefined) resolve(url)
    }
    child.stdout?.setEncoding('utf8').on('data', look)
    child.stderr?.setEncoding('utf8').on('data', look)
    ended.then(() => reject(new Error(`it ended: ${said}`)), reject)
  })
}
