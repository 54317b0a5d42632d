import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Bytes of all files in a folder and those in it; links are not followed, and what goes away meanwhile counts as nothing. */
export async function folderSizeBytes(dir: string): Promise<number> {
  let bytes = 0
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile())
  for (const size of await Promise.all(files.map(({ name }) => fileSizeBytes(join(dir, name))))) bytes += size
  // one folder after another: a study may have thousands
  for (const entry of entries) if (entry.isDirectory()) bytes += await folderSizeBytes(join(dir, entry.name))
  return bytes
}

async function fileSizeBytes(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch {
    return 0
  }
}
