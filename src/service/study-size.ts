import { statSync } from 'node:fs'
import { join } from 'node:path'
import { STORE_FILE } from '../study/run-store.ts'
import { folderSizeBytes } from './folder-size.ts'

interface Measured {
  readonly changedAtMs: number
  readonly bytes: Promise<number>
}

const measured = new Map<string, Measured>()

/** Bytes of a study's folder, measured again when its store has changed: to look at tens of thousands of files takes a second. */
export function studySizeBytes(studyDir: string): Promise<number> {
  const changedAtMs = Math.max(...[STORE_FILE, `${STORE_FILE}-wal`].map((file) => changeMs(join(studyDir, file))))
  const known = measured.get(studyDir)
  if (known?.changedAtMs === changedAtMs) return known.bytes
  const bytes = folderSizeBytes(studyDir)
  measured.set(studyDir, { changedAtMs, bytes })
  return bytes
}

function changeMs(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
