import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { link, mkdir, rm, statfs } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { extname, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** What an upload can't be kept for; `status` as HTTP says it. */
export class UploadError extends Error {
  readonly status: 400 | 413

  constructor(status: 400 | 413, message: string) {
    super(message)
    this.status = status
  }
}

/** what a disk must keep free for everything else */
const RESERVE_BYTES = 500_000_000
const LONGEST_STEM = 100
const LONGEST_EXTENSION = 12

/**
 * Keeps the body of a request in a folder under a name near to the one it came with: whole or not at all, and over no other file.
 *
 * @returns where it is
 * @throws UploadError where it doesn't fit on the disk, has no name or breaks off; nothing is left of it then
 */
export async function keepUpload(request: IncomingMessage, name: string, dir: string): Promise<string> {
  if (name === '') throw new UploadError(400, "a file without a name can't be kept: POST /upload?name=<its name>")
  await mkdir(dir, { recursive: true })
  const roomBytes = await freeBytes(dir)
  requireRoom(Number(request.headers['content-length'] ?? 0), roomBytes, dir)
  const temporary = join(dir, `.${randomBytes(12).toString('hex')}.tmp`)
  try {
    await pipeline(request, limitedTo(roomBytes, dir), createWriteStream(temporary, { flags: 'wx', flush: true }))
    if (!request.complete) throw new UploadError(400, 'the file broke off')
    return await placed(temporary, dir, name)
  } finally {
    await rm(temporary, { force: true })
  }
}

/** Gives the file the first name that is free. */
async function placed(temporary: string, dir: string, name: string): Promise<string> {
  const { stem, extension } = safeParts(name)
  for (let number = 1; ; number += 1) {
    const path = join(dir, `${stem}${number === 1 ? '' : `-${number}`}${extension}`)
    try {
      // unlike a renaming, fails where there is one
      await link(temporary, path)
      return path
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
}

/** The parts of a name that every system takes: letters, digits, `_` and `-`, and one extension. */
export function safeParts(name: string): { readonly stem: string; readonly extension: string } {
  const base = name.split(/[/\\]/).at(-1) ?? ''
  const extension = extname(base).replaceAll(/[^A-Za-z0-9.]/g, '')
  const stem = base
    .slice(0, base.length - extname(base).length)
    .replaceAll(/[^\p{Letter}\p{Number}_-]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, LONGEST_STEM)
  // Windows keeps names such as `con` for itself
  const isReserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(stem)
  return {
    stem: stem === '' || isReserved ? `upload-${stem}`.replace(/-$/, '') : stem,
    extension: extension === '.' ? '' : extension.slice(0, LONGEST_EXTENSION),
  }
}

function limitedTo(roomBytes: number, dir: string): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      try {
        requireRoom(bytes, roomBytes, dir)
        done(null, chunk)
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)))
      }
    },
  })
}

function requireRoom(bytes: number, roomBytes: number, dir: string): void {
  if (bytes <= roomBytes) return
  const [asked, room] = [bytes, Math.max(0, roomBytes)].map((size) => Math.round(size / 1e6).toLocaleString('en'))
  throw new UploadError(413, `the file has ${asked} MB or more; the disk of ${dir} has room for ${room} MB`)
}

async function freeBytes(dir: string): Promise<number> {
  const { bavail, bsize } = await statfs(dir)
  return bavail * bsize - RESERVE_BYTES
}
