import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { refusal } from '../study/problem.ts'
import { RunStore, STORE_FILE } from '../study/run-store.ts'
import { OlderSchemaError } from '../study/run-store-schema.ts'

/**
 * Reads from a study without writing to its store, but that one of an older version's is brought up to date.
 *
 * The store is opened for each reading: a folder may be moved, unmounted or removed while a window shows it.
 *
 * @throws ProblemsError where the folder holds no study, or its store can't be read
 */
export function readStudy<Value>(studyDir: string, read: (store: RunStore) => Value): Value {
  return withStore(studyDir, () => openForReading(studyDir), read)
}

/**
 * Changes a study's store.
 *
 * @throws ProblemsError where the folder holds no study, or its store can't be written
 */
export function changeStudy<Value>(studyDir: string, change: (store: RunStore) => Value): Value {
  return withStore(studyDir, () => RunStore.open(studyDir), change)
}

/** Whether a folder is there and holds a study. */
export function isStudy(dir: string): boolean {
  return existsSync(join(dir, STORE_FILE))
}

function withStore<Value>(studyDir: string, open: () => RunStore, use: (store: RunStore) => Value): Value {
  if (!existsSync(studyDir)) {
    throw refusal(
      'missing-study',
      'the folder is not there: was it moved, renamed, or is its drive not connected?',
      studyDir,
    )
  }
  if (!isStudy(studyDir)) {
    throw refusal('no-study', `there is no ${STORE_FILE} in the folder: choose one that is a study`, studyDir)
  }
  try {
    using store = open()
    return use(store)
  } catch (error) {
    if (!isDatabaseError(error)) throw error
    throw refusal('unreadable-study', `its ${STORE_FILE} can't be used: ${error.message}`, studyDir)
  }
}

function openForReading(studyDir: string): RunStore {
  try {
    return RunStore.open(studyDir, { readOnly: true })
  } catch (error) {
    if (error instanceof OlderSchemaError) return RunStore.open(studyDir)
    throw error
  }
}

function isDatabaseError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_')
}
