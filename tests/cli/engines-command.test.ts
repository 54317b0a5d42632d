import { dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ENGINE_NAMES } from '../../src/engines/engine.ts'
import { COMMAND, otolith, start } from '../faults/command-line.ts'
import { FAKE_CUDA_MISSING, fakeCuda } from '../support/fake-cuda.ts'
import { tempDir } from '../support/temp-dir.ts'

test('otolith engines has a line for each engine, and says which one auto takes', async () => {
  const { code, stdout, stderr } = await otolith('engines')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const lines = stdout.trim().split('\n')
  ENGINE_NAMES.forEach((name, i) => {
    expect(lines[i]).toMatch(new RegExp(`^${name} +(can't be used: .+|usable, passed its check, \\S+ pairs/s, .+)$`))
  })
  expect(lines[0]).toContain('WebAssembly SIMD')
  expect(lines[ENGINE_NAMES.length]).toMatch(
    /^\(CUDA\) +(installed|can be had|not installed, and can't be used here: .+CUDA 11\.2 and cuDNN 8\.1.+)/,
  )
  expect(lines.at(-1)).toMatch(/^--backend auto takes (cpu|webgpu|tfjs): /)
})

test('and the same for programs', async () => {
  const { code, stdout } = await otolith('engines', '--json')
  expect(code).toBe(0)
  const { engines, auto } = JSON.parse(stdout)
  expect(engines.map(({ name }: { name: string }) => name)).toEqual(ENGINE_NAMES)
  expect(engines[0]).toMatchObject({
    name: 'cpu',
    usable: true,
    check: { passed: true },
    pairsPerSec: expect.any(Number),
  })
  expect(auto).toMatchObject({ kind: 'chosen', device: expect.any(String), because: expect.any(String) })
})

describe('otolith engines install cuda', () => {
  test('says what is missing and what to do, before anything is brought', async () => {
    const { code, stdout, stderr } = await start(['engines', 'install', 'cuda', '--cuda', '12'], COMMAND, {
      ...process.env,
      PATH: dirname(process.execPath),
    }).finished
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^error: (no NVIDIA driver answers .*|CUDA is not for macOS.*|there is no build .*)/)
  })

  test.skipIf(FAKE_CUDA_MISSING !== undefined)(
    `brings it, and remove takes it away ${FAKE_CUDA_MISSING ?? ''}`,
    async () => {
      const fake = fakeCuda(tempDir())
      fake.finishBuild()
      const env = { ...process.env, ...fake.env }
      const install = await start(['engines', 'install', 'cuda'], COMMAND, env).finished
      expect(install).toMatchObject({ code: 0, stderr: '' })
      expect(install.stdout).toMatch(
        /^for the Made-up Card 9000, driver 550\.10: the build for CUDA 12\n1\/4 [\s\S]*\n4\/4 building/,
      )
      const remove = () => start(['engines', 'remove', 'cuda'], COMMAND, env).finished
      expect((await remove()).stdout).toBe('CUDA for the tfjs engine is removed\n')
      expect((await remove()).stdout).toBe('CUDA was not installed\n')
    },
  )
})
