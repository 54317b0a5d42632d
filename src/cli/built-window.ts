import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Folder of the built window. A clone builds it where it is missing or older than its sources; a package brings it.
 *
 * @throws Error where it can't be built
 */
export function builtWindow(): string {
  const builder = fileURLToPath(new URL('../../scripts/build-renderer.mjs', import.meta.url))
  if (existsSync(builder)) {
    const { status } = spawnSync(process.execPath, [builder], { stdio: ['ignore', 'ignore', 'inherit'] })
    if (status !== 0) throw new Error('the window could not be built: see above; `npm ci` brings what building needs')
  }
  return fileURLToPath(new URL('../../out/renderer', import.meta.url))
}
