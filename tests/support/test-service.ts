import { mkdirSync, renameSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { onTestFinished } from 'vitest'
import { createService } from '../../src/service/service.ts'
import { tempDir } from './temp-dir.ts'

/** A service of the running test with a home of its own; what goes to the trash is moved into `trashDir`. */
export function testService(options: { readonly confinedTo?: string; readonly appDir?: string } = {}) {
  const dir = tempDir()
  const trashDir = join(dir, 'trash')
  const studiesDir = options.confinedTo ?? join(dir, 'studies')
  mkdirSync(trashDir)
  const trash = async (paths: readonly string[]) => {
    for (const path of paths) renameSync(path, join(trashDir, basename(path)))
  }
  const service = createService({ appDir: join(dir, 'app'), studiesDir, trash, ...options })
  onTestFinished(() => service.dispose())
  return {
    service,
    client: createRouterClient(service.router, { context: service.context }),
    dir,
    trashDir,
    studiesDir,
  }
}
