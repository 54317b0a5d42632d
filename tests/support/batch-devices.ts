import { messageOf } from '../../src/core/message-of.ts'
import type { BatchDevice } from '../../src/engines/batch/batch-device.ts'
import { batchEngine } from '../../src/engines/batch/batch-engine.ts'
import type { Engine, EngineName } from '../../src/engines/engine.ts'
import { loadTfjs } from '../../src/engines/tfjs/load-tfjs.ts'
import { tfjsDevice } from '../../src/engines/tfjs/tfjs-device.ts'
import { gpuDevice } from '../../src/engines/webgpu/gpu-device.ts'
import { loadWebgpu } from '../../src/engines/webgpu/load-webgpu.ts'

/** A device that a batch engine may run on here. */
export interface TestDevice {
  readonly engine: EngineName
  readonly name: string
  /** many times slower than the others */
  readonly isSlow: boolean
  /** to be called before it is used: TensorFlow.js has one backend at a time */
  open(): Promise<BatchDevice>
  /** tensors that exist now, where it has any */
  tensors(): number
}

/**
 * Whatever TensorFlow.js finds, its own cpu backend, and WebGPU where there is a GPU or the test script has brought a software one. All of
 * them take many problems at once, also where a processor would rather have one. Says on stdout which there are.
 */
export async function testDevices(): Promise<readonly TestDevice[]> {
  const { tf, device } = await loadTfjs()
  // the native packages bring it along
  if (!tf.findBackendFactory('cpu')) await import('@tensorflow/tfjs-backend-cpu')
  const onTfjs = (name: string, backend: string): TestDevice => ({
    engine: 'tfjs',
    name,
    isSlow: backend === 'cpu',
    open: async () => {
      await tf.setBackend(backend)
      return tfjsDevice(tf, true)
    },
    tensors: () => tf.memory().numTensors,
  })
  const devices = [onTfjs(`tfjs on ${device}`, tf.getBackend()), onTfjs('tfjs on its own cpu backend', 'cpu')]
  let missing = ''
  try {
    const gpu = await loadWebgpu()
    const open = async () => gpuDevice(gpu.device)
    devices.push({ engine: 'webgpu', name: `webgpu on ${gpu.name}`, isSlow: false, open, tensors: () => 0 })
  } catch (error) {
    missing = `. Not webgpu: ${messageOf(error)}`
  }
  process.stdout.write(`engines that run here: ${devices.map(({ name }) => name).join(', ')}${missing}\n`)
  return devices
}

/** An engine on such a device, and nothing left of it once it is disposed of. */
export function engineOn({ engine, name, open }: TestDevice): Engine {
  return batchEngine(engine, async () => ({ name, device: await open(), release: () => {} }))
}
