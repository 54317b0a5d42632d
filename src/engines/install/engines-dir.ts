import { join } from 'node:path'
import envPaths from 'env-paths'

/** Where native libraries that are installed on demand lie, a folder each: in the app's data folder, or under `OTOLITH_APP_DIR`. */
export function enginesDir(): string {
  return join(process.env.OTOLITH_APP_DIR ?? envPaths('Otolith', { suffix: '' }).data, 'engines')
}
