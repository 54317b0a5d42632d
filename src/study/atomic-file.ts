import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'

/**
 * Writes a file so that it is there whole or not at all, even if the process or the machine dies meanwhile: into a temporary file beside it,
 * flushed to the disk, then renamed over it.
 *
 * @throws Error (from the system) where that fails; what stood there before is untouched and the temporary file is gone
 */
export async function writeFileAtomic(path: string, data: Uint8Array | string): Promise<void> {
  const temporary = temporaryPath(path)
  try {
    await fs.promises.writeFile(temporary, data, { flag: 'wx', flush: true })
    await retried(() => fs.promises.rename(temporary, path))
  } catch (error) {
    await fs.promises.rm(temporary, { force: true })
    throw error
  }
  flushFolder(dirname(path))
}

/** `writeFileAtomic`, done when it returns. */
export function writeFileAtomicSync(path: string, data: Uint8Array | string): void {
  replaceFile(path, data, { flush: true })
  flushFolder(dirname(path))
}

/** A file's next content, whole on the disk beside it; to be put in its place, or else removed by disposing of it. */
export interface PreparedFile extends Disposable {
  /** done when it returns: for use within a transaction of the run store */
  putInPlace(): void
}

/**
 * Writes a file's next content, piece by piece, to where `putInPlace` only has to rename it.
 *
 * @throws Error (from the system, or the pieces') where that fails; the temporary file is gone then
 */
export async function prepareFile(
  path: string,
  pieces: AsyncIterable<Uint8Array> | Iterable<string>,
): Promise<PreparedFile> {
  const temporary = temporaryPath(path)
  try {
    await fs.promises.writeFile(temporary, pieces, { flag: 'wx', flush: true })
  } catch (error) {
    await fs.promises.rm(temporary, { force: true })
    throw error
  }
  return {
    putInPlace: () => {
      fs.renameSync(temporary, path)
      flushFolder(dirname(path))
    },
    [Symbol.dispose]: () => fs.rmSync(temporary, { force: true }),
  }
}

/**
 * Writes a file that is there whole or not at all even if the process dies, without waiting for the disk: for many files, of which the machine's
 * death may cost the last. Such a file may then be empty or cut off, so whoever reads it must be able to tell.
 */
export function writeFileUnflushedSync(path: string, data: Uint8Array | string): void {
  replaceFile(path, data, { flush: false })
}

function replaceFile(path: string, data: Uint8Array | string, { flush }: { readonly flush: boolean }): void {
  const temporary = temporaryPath(path)
  try {
    fs.writeFileSync(temporary, data, { flag: 'wx', flush })
    fs.renameSync(temporary, path)
  } catch (error) {
    fs.rmSync(temporary, { force: true })
    throw error
  }
}

/**
 * Removes temporary files that a killed process left in a folder: those of processes of this machine that are gone, and any older than a day.
 * A folder that is not there has none.
 *
 * @returns the names removed
 */
export function removeStaleTemporaries(dir: string): string[] {
  if (!fs.existsSync(dir)) return []
  const stale = fs.readdirSync(dir).filter((name) => isStale(join(dir, name)))
  for (const name of stale) fs.rmSync(join(dir, name), { force: true })
  return stale
}

const HOST = hostname()
  .replaceAll(/[^A-Za-z0-9-]/g, '-')
  .slice(0, 40)
const TEMPORARY = /^\..+\.([A-Za-z0-9-]+)\.(\d+)-[0-9a-f]{12}\.tmp$/
const DAY_MS = 24 * 60 * 60 * 1000

function temporaryPath(path: string): string {
  // a name may be 255 bytes long
  const name = basename(path).slice(0, 150)
  return join(dirname(path), `.${name}.${HOST}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`)
}

function isStale(path: string): boolean {
  const [, host, pid] = TEMPORARY.exec(basename(path)) ?? []
  if (host === undefined || pid === undefined) return false
  if (host === HOST && !isRunning(Number(pid))) return true
  const ageMs = Date.now() - (fs.statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
  return ageMs > DAY_MS
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs, as somebody else
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}

/** Windows refuses to replace a file that a virus scanner or a reader has open, mostly for moments. */
async function retried(rename: () => Promise<void>): Promise<void> {
  for (const waitMs of [10, 50, 200, 500]) {
    try {
      return await rename()
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (process.platform !== 'win32' || (code !== 'EPERM' && code !== 'EACCES' && code !== 'EBUSY')) throw error
      await new Promise((resolve) => setTimeout(resolve, waitMs))
    }
  }
  return rename()
}

/** Makes the renaming itself last; not every system lets a folder be flushed, and the file is whole without it. */
function flushFolder(dir: string): void {
  if (process.platform === 'win32') return
  const folder = fs.openSync(dir, 'r')
  try {
    fs.fsyncSync(folder)
  } catch {
    // some network drives refuse
  } finally {
    fs.closeSync(folder)
  }
}
