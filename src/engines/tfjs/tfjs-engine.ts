import { batchEngine } from '../batch/batch-engine.ts'
import { loadTfjs } from './load-tfjs.ts'
import { tfjsDevice } from './tfjs-device.ts'

/**
 * TensorFlow.js: float32, many problems at once, on a GPU where @tensorflow/tfjs-node-gpu is installed. It computes on the thread that it runs on and its
 * native libraries may crash, so it belongs in a process of its own.
 */
export const tfjsEngine = batchEngine('tfjs', async () => {
  const { tf, device: name, isOnGpu } = await loadTfjs()
  return { name, device: tfjsDevice(tf, isOnGpu), release: () => tf.removeBackend(tf.getBackend()) }
})
