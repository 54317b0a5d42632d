import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { FAKE_CUDA_MISSING, fakeCuda, isBuilding } from '../support/fake-cuda.ts'
import { tempDir } from '../support/temp-dir.ts'
import { testService } from '../support/test-service.ts'

afterEach(() => vi.unstubAllEnvs())

function fakeMachine() {
  const dir = tempDir()
  const fake = fakeCuda(dir)
  for (const [name, value] of Object.entries(fake.env)) vi.stubEnv(name, value)
  return { dir, ...fake }
}

test('without what it needs it is refused, with what to do', async () => {
  vi.stubEnv('PATH', tempDir())
  vi.stubEnv('OTOLITH_APP_DIR', tempDir())
  const { client } = testService()
  const { missing } = await client.engines.cuda()
  expect(missing.length).toBeGreaterThan(0)
  await expect(client.engines.installCuda()).rejects.toThrow(missing[0])
  expect(await client.engines.cuda()).toMatchObject({ state: 'absent', fits: null, installing: null })
})

describe.skipIf(FAKE_CUDA_MISSING !== undefined)(`CUDA ${FAKE_CUDA_MISSING ?? ''}`, () => {
  test('is brought while others ask how far it is, also where paths are confined, and removed', async () => {
    const { dir, finishBuild } = fakeMachine()
    const { client } = testService({ confinedTo: tempDir() })
    expect(await client.engines.cuda()).toMatchObject({ state: 'absent', fits: 'Made-up Card 9000, driver 550.10' })
    await client.engines.installCuda()
    await expect.poll(() => isBuilding(dir)).toBe(true)
    expect(await client.engines.cuda()).toMatchObject({ state: 'installing', installing: { step: 4, steps: 4 } })
    await expect(client.engines.installCuda()).rejects.toThrow('being installed already')
    finishBuild()
    await expect.poll(async () => (await client.engines.cuda()).state).toBe('installed')
    expect((await client.engines.cuda()).dir).toBe(join(dir, 'app', 'engines', 'cuda'))
    await client.engines.removeCuda()
    expect(await client.engines.cuda()).toMatchObject({ state: 'absent', failure: null })
  })

  test('can be stopped; closing the service does the same', async () => {
    const { dir } = fakeMachine()
    const { client, service } = testService()
    for (const stop of [() => client.engines.stopInstallingCuda(), () => service.dispose()]) {
      await client.engines.installCuda()
      await expect.poll(() => isBuilding(dir)).toBe(true)
      await stop()
      expect(await client.engines.cuda()).toMatchObject({ state: 'absent', failure: null })
    }
  })
})
