import { batchEngine, type OpenedDevice } from '../batch/batch-engine.ts'
import { gpuDevice } from './gpu-device.ts'
import { loadWebgpu, releaseWebgpu } from './load-webgpu.ts'

/** WebGPU by Dawn: float32 on the graphics card of any maker, many problems at once. A driver may crash, so it belongs in a process of its own. */
export const webgpuEngine = batchEngine('webgpu', () => openGpu())

/**
 * Opens the fastest GPU and makes room on it.
 *
 * @param onKernelTime told after each look how many seconds the device was at work, where it can tell
 * @throws Error that says what is missing and what to do
 */
export async function openGpu(onKernelTime?: (sec: number) => void): Promise<OpenedDevice & { tellsTime: boolean }> {
  const loaded = await loadWebgpu()
  const { name, lost } = loaded
  try {
    const device = await gpuDevice(loaded.device, onKernelTime)
    const tellsTime = loaded.device.features.has('timestamp-query')
    return { name, device, lost, tellsTime, release: () => releaseWebgpu(loaded) }
  } catch (error) {
    releaseWebgpu(loaded)
    throw error
  }
}
