import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** How far an installation is. */
export interface Installing {
  /** from 1 */
  readonly step: number
  readonly steps: number
  /** what is being done, for people */
  readonly title: string
  /** downloaded in this step */
  readonly bytes: number
  /** of so many; null where that is not known, or nothing is downloaded */
  readonly ofBytes: number | null
}

export type OnInstalling = (installing: Installing) => void

const LOOK_MS = 500

/** Tells how large a folder grows, until it is disposed of: the programs that fill it do not tell. */
export function watchGrowth(dir: string, onBytes: (bytes: number) => void): AsyncDisposable {
  let looking = Promise.resolve()
  const timer = setInterval(() => {
    looking = looking.then(async () => onBytes(await bytesIn(dir)))
  }, LOOK_MS)
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      await looking
    },
  }
}

/** What is not there, or goes while it is looked at, counts nothing. */
async function bytesIn(dir: string): Promise<number> {
  const files = await readdir(dir, { recursive: true }).catch(() => [])
  const sizes = files.map(async (file) => {
    const found = await stat(join(dir, file)).catch(() => undefined)
    return found?.isFile() ? found.size : 0
  })
  return (await Promise.all(sizes)).reduce((total, bytes) => total + bytes, 0)
}
