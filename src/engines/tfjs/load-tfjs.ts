import { createRequire } from 'node:module'
import { dirname, sep } from 'node:path'
import type * as tfjsCore from '@tensorflow/tfjs-core'
import { messageOf } from '../../core/message-of.ts'
import { nvidiaGpu } from '../install/nvidia-gpu.ts'
import { findPackage } from './find-package.ts'
import { restoreNodeUtil } from './restore-node-util.ts'

/** TensorFlow.js's operations, whichever backend carries them out. */
export type Tfjs = typeof tfjsCore

export interface LoadedTfjs {
  readonly tf: Tfjs
  /** what it runs on, for people */
  readonly device: string
  readonly isOnGpu: boolean
}

const WASM_BACKEND = '@tensorflow/tfjs-backend-wasm'

/** What TensorFlow.js may run on, fastest first: the package that is looked for, and how it is loaded. */
const ROUTES = [
  { packageName: '@tensorflow/tfjs-node-gpu', load: loadNative },
  { packageName: '@tensorflow/tfjs-node', load: loadNative },
  { packageName: WASM_BACKEND, load: loadWasm },
]

/**
 * Loads the fastest TensorFlow.js that is installed and works. To be called in the process that solves, on its main thread: native
 * TensorFlow reads the environment that is set here, and that of a worker thread is a copy.
 *
 * @throws Error that says what is missing or broken and what to do
 */
export async function loadTfjs(): Promise<LoadedTfjs> {
  const troubles: string[] = []
  for (const { packageName, load } of ROUTES) {
    // not import(): a bundler would take the packages in, which only those are to have who install them
    const require = findPackage(packageName)
    if (!require) continue
    try {
      const loaded = await load(packageName, require)
      return { ...loaded, device: [loaded.device, ...troubles].join('; ') }
    } catch (error) {
      troubles.push(`${packageName} can't be loaded (${messageOf(error).trim().split('\n')[0]})`)
    }
  }
  const trouble = troubles.join('; ') || 'TensorFlow.js is not installed'
  throw new Error(`${trouble}: otolith engines install cuda brings it, for an NVIDIA card`)
}

async function loadNative(packageName: string, require: NodeJS.Require): Promise<LoadedTfjs> {
  // otherwise TensorFlow takes most of the card's memory for itself
  process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true'
  // otherwise a recent card multiplies matrices with 10 bits of mantissa instead of 23
  process.env.NVIDIA_TF32_OVERRIDE ??= '0'
  // errors only
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'
  restoreNodeUtil()
  const tf: Tfjs = require(packageName)
  await startBackend(tf, 'tensorflow')
  const backend = tf.backend()
  const onGpu = 'isUsingGpuDevice' in backend && backend.isUsingGpuDevice === true
  return { tf, isOnGpu: onGpu, device: `${onGpu ? await gpuName() : 'CPU'} (TensorFlow by ${packageName}, float32)` }
}

/** of the card that TensorFlow takes, the first */
async function gpuName(): Promise<string> {
  const gpu = await nvidiaGpu()
  return gpu ? `GPU ${gpu.name}, driver ${gpu.driver}` : 'GPU'
}

async function loadWasm(packageName: string, require: NodeJS.Require): Promise<LoadedTfjs> {
  const entry = require.resolve(packageName)
  // the very tfjs-core that the backend registers itself with
  const tf: Tfjs = createRequire(entry)('@tensorflow/tfjs-core')
  const backend: { setWasmPaths(folder: string): void } = require(packageName)
  backend.setWasmPaths(dirname(entry) + sep)
  await startBackend(tf, 'wasm')
  return { tf, isOnGpu: false, device: 'CPU (TensorFlow.js WebAssembly, float32)' }
}

/** @throws Error where the backend does not start or does not compute */
async function startBackend(tf: Tfjs, name: string): Promise<void> {
  // neither advertisements on stderr nor checks of every operation
  tf.enableProdMode()
  if (!(await tf.setBackend(name))) throw new Error(`its backend ${name} does not start`)
  const [product] = tf.tidy(() => tf.matMul(tf.tensor2d([[2, 3]]), tf.tensor2d([[5], [7]])).dataSync())
  if (product !== 31) throw new Error(`its backend ${name} says that 2 · 5 + 3 · 7 is ${product}`)
}
