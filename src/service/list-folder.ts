import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileEntry } from '../api/files-contract.ts'
import { messageOf } from '../core/message-of.ts'
import { refusal } from '../study/problem.ts'
import { STORE_FILE } from '../study/run-store.ts'
import type { PathGuard } from './path-guard.ts'

/**
 * A folder's entries, folders first, by name; without hidden ones, and without those that can't be looked at or may not be named.
 *
 * @throws ProblemsError where the folder can't be read
 */
export async function listFolder(dir: string, paths: PathGuard): Promise<FileEntry[]> {
  const entries = await Promise.all((await namesIn(dir)).map((name) => entryOf(dir, name, paths)))
  return entries.flatMap((entry) => entry ?? []).sort(foldersFirst)
}

async function namesIn(dir: string): Promise<string[]> {
  try {
    return (await readdir(dir)).filter((name) => !name.startsWith('.'))
  } catch (error) {
    throw refusal('unreadable-folder', `the folder can't be read: ${messageOf(error)}`, dir)
  }
}

async function entryOf(dir: string, name: string, paths: PathGuard): Promise<FileEntry | undefined> {
  try {
    const path = paths.require(join(dir, name))
    const found = await stat(path)
    const isFolder = found.isDirectory()
    return {
      name,
      path,
      isFolder,
      isStudy: isFolder && existsSync(join(path, STORE_FILE)),
      sizeBytes: isFolder ? null : found.size,
      modifiedAt: found.mtime.toISOString(),
    }
  } catch {
    // a link to nowhere or out of the root, a file that went away meanwhile
    return undefined
  }
}

function foldersFirst(a: FileEntry, b: FileEntry): number {
  return Number(b.isFolder) - Number(a.isFolder) || a.name.localeCompare(b.name, 'en', { numeric: true })
}
