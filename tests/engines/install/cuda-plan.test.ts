import { describe, expect, test } from 'vitest'
import type { CudaMachine } from '../../../src/engines/install/cuda-machine.ts'
import { cudaPlan } from '../../../src/engines/install/cuda-plan.ts'
import { parseGpu } from '../../../src/engines/install/nvidia-gpu.ts'

const LIBRARIES_11 = ['cudart.so.11.0', 'cublas.so.11', 'cufft.so.10', 'cusolver.so.11', 'cusparse.so.11', 'cudnn.so.8']

const linux: CudaMachine = {
  platform: 'linux',
  arch: 'x64',
  gpu: { name: 'Made-up Card', driver: '550.54.15' },
  libraries: new Set(),
  programs: new Set(['npm', 'python3', 'make', 'g++']),
}

function missingOn(machine: Partial<CudaMachine>, wanted?: '11' | '12'): string {
  const plan = cudaPlan({ ...linux, ...machine }, wanted)
  return plan.kind === 'missing' ? plan.missing.join('\n') : 'nothing'
}

test('on Linux with a driver of today, CUDA 12 comes along', () => {
  const plan = cudaPlan(linux)
  expect(plan).toMatchObject({ kind: 'ready', cuda: '12', gpu: 'Made-up Card, driver 550.54.15' })
  if (plan.kind === 'ready') expect(plan.binding.wheels?.cuda.length).toBeGreaterThan(5)
})

test('an older driver with CUDA 11 beside it takes the build as published', () => {
  const gpu = { name: 'Old Card', driver: '470.82.01' }
  const libraries = new Set(LIBRARIES_11.map((name) => `lib${name}`))
  expect(cudaPlan({ ...linux, gpu, libraries, programs: new Set(['npm']) })).toMatchObject({
    kind: 'ready',
    cuda: '11',
  })
})

describe('what is missing is said, each with what to do', () => {
  test.each([
    [
      { gpu: undefined },
      undefined,
      /^no NVIDIA driver answers.*driver 525 or newer; install it .*ubuntu-drivers install/,
    ],
    [
      { gpu: { name: 'Old', driver: '470.82' } },
      undefined,
      /^the driver of the Old is 470\.82: CUDA 12 needs 525 or newer/,
    ],
    [{ programs: new Set(['npm', 'python3', 'make']) }, undefined, /^g\+\+ is not on the PATH: .*build-essential/],
    [{ programs: new Set<string>() }, undefined, /npm .*Node\.js[\s\S]*python3[\s\S]*make[\s\S]*g\+\+/],
    [{}, '11', /^libcudart\.so\.11\.0, .*libcudnn\.so\.8 not found: install CUDA 11\.2 and cuDNN 8\.1.*--cuda 12/],
    [{ platform: 'win32' }, undefined, /cudart64_110\.dll.*cudnn64_8\.dll not found/],
    [
      { platform: 'win32', gpu: undefined },
      undefined,
      /^no NVIDIA driver answers.*450 or newer; install it from NVIDIA/,
    ],
    [{ platform: 'win32' }, '12', /^there is no build .* CUDA 12 for win32 x64/],
    [{ platform: 'darwin' }, undefined, /^CUDA is not for macOS: the webgpu engine/],
    [{ arch: 'arm64' }, undefined, /^there is no build .* for linux arm64/],
  ] as const)('%o, asked for %s', (machine, wanted, words) => {
    expect(missingOn(machine, wanted)).toMatch(words)
  })
})

test('a card and its driver are read from what nvidia-smi prints', () => {
  expect(parseGpu('NVIDIA H100 80GB HBM3, 550.54.15\nNVIDIA H100 80GB HBM3, 550.54.15\n')).toEqual({
    name: 'NVIDIA H100 80GB HBM3',
    driver: '550.54.15',
  })
  expect(parseGpu('No devices were found\n')).toBeUndefined()
})
