import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { bindingDir, CUDA_BINDINGS } from '../../../src/engines/install/binding.ts'
import { installBinding, removeBinding } from '../../../src/engines/install/install-binding.ts'
import type { Installing } from '../../../src/engines/install/installing.ts'
import { FAKE_CUDA_MISSING, type FakeCuda, fakeCuda, isBuilding } from '../../support/fake-cuda.ts'
import { tempDir } from '../../support/temp-dir.ts'

const binding = CUDA_BINDINGS['12']
let dir = ''
let fake: FakeCuda

beforeEach(() => {
  dir = tempDir()
  fake = fakeCuda(dir)
  for (const [name, value] of Object.entries(fake.env)) vi.stubEnv(name, value)
})
afterEach(() => vi.unstubAllEnvs())

/** what lies beside one another in the folder of what is installed */
const folders = () => (existsSync(join(dir, 'app', 'engines')) ? readdirSync(join(dir, 'app', 'engines')) : [])

describe.skipIf(FAKE_CUDA_MISSING !== undefined)(`a binding ${FAKE_CUDA_MISSING ?? ''}`, () => {
  test('is installed step by step into a folder of its own, and removed', async () => {
    const told: Installing[] = []
    fake.finishBuild()
    await installBinding(binding, { onInstalling: (installing) => told.push(installing) })
    expect(new Set(told.map(({ step, steps }) => `${step}/${steps}`))).toEqual(new Set(['1/4', '2/4', '3/4', '4/4']))
    expect(told.find(({ step }) => step === 2)).toMatchObject({ ofBytes: binding.wheels?.bytes })
    expect(folders()).toEqual(['cuda'])
    const packageDir = join(bindingDir(binding), 'node_modules', '@tensorflow', 'tfjs-node-gpu')
    expect(readdirSync(join(packageDir, 'lib', 'napi-v8'))).toEqual(['tfjs_binding.node'])
    expect(readdirSync(join(packageDir, 'deps', 'lib'))).toContain('libtensorflow.so')
    expect(existsSync(join(bindingDir(binding), 'wheels'))).toBe(false)

    expect(await removeBinding(binding)).toBe(true)
    expect(folders()).toEqual([])
    expect(await removeBinding(binding)).toBe(false)
  })

  test('is not there until all of it is, and nothing of it stays where it is stopped', async () => {
    const stop = new AbortController()
    const installing = installBinding(binding, { signal: stop.signal })
    await expect.poll(() => isBuilding(dir)).toBe(true)
    expect(folders()).toEqual(['cuda.tmp'])
    await expect(installBinding(binding)).rejects.toThrow('it is being installed already')
    stop.abort()
    await expect(installing).rejects.toThrow('abort')
    expect(folders()).toEqual([])
  })

  test('that can’t be brought says which program failed, and leaves the one before as it was', async () => {
    fake.finishBuild()
    await installBinding(binding)
    rmSync(join(dir, 'bin', 'npm'))
    vi.stubEnv('PATH', `${join(dir, 'bin')}`)
    await expect(installBinding(binding)).rejects.toThrow('npm is not on this machine’s PATH: install Node.js')
    expect(folders()).toEqual(['cuda'])
  })
})
