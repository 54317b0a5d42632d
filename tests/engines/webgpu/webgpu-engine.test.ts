import { expect, test } from 'vitest'
import { hostEngine } from '../../../src/engines/host/engine-host.ts'

test.skipIf(process.platform !== 'linux')('where there is no GPU, it says so and what to do', async () => {
  const { VK_ICD_FILENAMES: before } = process.env
  // hides what there may be from the engine's process
  process.env.VK_ICD_FILENAMES = '/nothing/here.json'
  const engine = hostEngine('webgpu')
  try {
    expect(await engine.probe()).toEqual({
      usable: false,
      reason: expect.stringMatching(/^no GPU was found: it needs .*Vulkan.*vulkaninfo/),
    })
  } finally {
    await engine.dispose()
    if (before === undefined) delete process.env.VK_ICD_FILENAMES
    else process.env.VK_ICD_FILENAMES = before
  }
})
