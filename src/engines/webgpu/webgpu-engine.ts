import { batchEngine } from '../batch/batch-engine.ts'
import { gpuDevice } from './gpu-device.ts'
import { loadWebgpu, releaseWebgpu } from './load-webgpu.ts'

/** WebGPU by Dawn: float32 on the graphics card of any maker, many problems at once. A driver may crash, so it belongs in a process of its own. */
export const webgpuEngine = batchEngine('webgpu', async () => {
  const loaded = await loadWebgpu()
  const { name, lost } = loaded
  return { name, device: await gpuDevice(loaded.device), lost, release: () => releaseWebgpu(loaded) }
})
