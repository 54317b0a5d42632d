import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import util, { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { restoreNodeUtil } from '../../../src/engines/tfjs/restore-node-util.ts'
import { tempDir } from '../../support/temp-dir.ts'

const src = join(import.meta.dirname, '..', '..', '..', 'src')

/** what the engine under a source folder says of itself in a process of its own, and what that prints besides */
function probeIn(folder: string, env = process.env) {
  const url = pathToFileURL(join(folder, 'engines', 'tfjs', 'tfjs-engine.ts')).href
  const script = `const { tfjsEngine } = await import('${url}'); console.log(JSON.stringify(await tfjsEngine.probe()))`
  return promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { env })
}

test('it is loaded without a word', async () => {
  const { stdout, stderr } = await probeIn(src)
  expect(JSON.parse(stdout)).toHaveProperty('usable', true)
  expect(stderr).toBe('')
})

test('where it is not installed, the engine says what to do', async () => {
  const elsewhere = tempDir()
  for (const room of ['src/core', 'src/engines', 'kernels/build']) {
    cpSync(join(src, '..', room), join(elsewhere, room), { recursive: true })
  }
  const packages = join(elsewhere, 'node_modules')
  mkdirSync(packages)
  symlinkSync(join(src, '..', 'node_modules', 'env-paths'), join(packages, 'env-paths'), 'junction')
  const appDir = join(elsewhere, 'app')
  const { stdout, stderr } = await probeIn(join(elsewhere, 'src'), {
    ...process.env,
    NODE_PATH: '',
    OTOLITH_APP_DIR: appDir,
  })
  expect(JSON.parse(stdout)).toEqual({
    usable: false,
    reason: expect.stringMatching(/^TensorFlow.js is not installed: otolith engines install cuda brings it/),
  })
  expect(stderr).toBe('')
})

test('what Node took away is there again', () => {
  restoreNodeUtil()
  const restored: object = util
  expect(restored).toHaveProperty('isNullOrUndefined')
  expect(restored).toHaveProperty('isArray', Array.isArray)
})
