import { existsSync } from 'node:fs'
import { join } from 'node:path'

const beside = join(import.meta.dirname, '..', '..', '..', 'shared')

/** The folder of real and golden data beside the repository; undefined where it isn't there, and tests that need it are skipped. */
export const sharedDir: string | undefined = existsSync(beside) ? beside : undefined

/** Why tests of shared data are skipped: goes into their names. */
export const SHARED_DATA_MISSING = 'skipped: ../shared with the real data is not beside the repository'

/**
 * Path of a file in the shared folder.
 *
 * @throws Error where there is no such folder
 */
export function sharedFile(path: string): string {
  if (sharedDir === undefined) throw new Error(`${path} is asked for, but there is no folder ${beside}`)
  return join(sharedDir, path)
}
