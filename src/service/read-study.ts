import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { RunStore, STORE_FILE } from '../study/run-store.ts'

/**
 * Reads from a study without writing to its store.
 *
 * The store is opened for each reading: a folder may be moved, unmounted or removed while a window shows it.
 *
 * @throws Error where the folder holds no study, or its store can't be read
 */
export function readStudy<Value>(studyDir: string, read: (store: RunStore) => Value): Value {
  if (!existsSync(studyDir)) throw new Error(`The folder ${studyDir} is not there. Was it moved or renamed?`)
  if (!existsSync(join(studyDir, STORE_FILE))) {
    throw new Error(
      `The folder ${studyDir} holds no study: there is no ${STORE_FILE} in it. Choose the folder that a run wrote.`,
    )
  }
  try {
    using store = RunStore.open(studyDir, { readOnly: true })
    return read(store)
  } catch (error) {
    if (!isDatabaseError(error)) throw error
    throw new Error(`The study in ${studyDir} can't be read: its ${STORE_FILE} says "${error.message}".`, {
      cause: error,
    })
  }
}

function isDatabaseError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_')
}
