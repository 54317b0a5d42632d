import { join } from 'node:path'
import { enginesDir } from './engines-dir.ts'

/** A build of TensorFlow for Node that can be brought to this machine. */
export interface Binding {
  /** its folder's name */
  readonly name: 'cuda' | 'tensorflow-cpu'
  readonly packageName: '@tensorflow/tfjs-node-gpu' | '@tensorflow/tfjs-node'
  /** what its own install script is told */
  readonly scriptArguments: readonly string[]
  /** the Python packages that its libraries are taken from; where left out, its own install script downloads them */
  readonly wheels?: Wheels
}

export interface Wheels {
  /** the one with TensorFlow itself: name==version */
  readonly tensorflow: string
  /** those with the CUDA libraries that this TensorFlow was built against */
  readonly cuda: readonly string[]
  /** of them all, to download */
  readonly bytes: number
}

/** The version of the packages; those after it need libraries that nobody has built. */
export const BINDING_VERSION = '4.22.0'

/** As published: TensorFlow 2.9.1 for CUDA 11.2 and cuDNN 8.1. */
const CUDA_11: Binding = {
  name: 'cuda',
  packageName: '@tensorflow/tfjs-node-gpu',
  scriptArguments: ['gpu', 'download'],
}

/**
 * Against TensorFlow 2.15.1 for CUDA 12.2 and cuDNN 8.9, which come along: of all that CUDA is, this machine has to have the driver only.
 * The versions are those that this TensorFlow's own `and-cuda` names.
 */
const CUDA_12: Binding = {
  name: 'cuda',
  packageName: '@tensorflow/tfjs-node-gpu',
  scriptArguments: ['gpu'],
  wheels: {
    tensorflow: 'tensorflow==2.15.1',
    cuda: [
      'nvidia-cublas-cu12==12.2.5.6',
      'nvidia-cuda-nvcc-cu12==12.2.140',
      'nvidia-cuda-nvrtc-cu12==12.2.140',
      'nvidia-cuda-runtime-cu12==12.2.140',
      'nvidia-cudnn-cu12==8.9.4.25',
      'nvidia-cufft-cu12==11.0.8.103',
      'nvidia-cusolver-cu12==11.5.2.141',
      'nvidia-cusparse-cu12==12.1.2.141',
      'nvidia-nvjitlink-cu12==12.2.140',
    ],
    bytes: 2_097_683_965,
  },
}

/** The versions of CUDA that there is a build for. */
export const CUDA_BINDINGS = { '11': CUDA_11, '12': CUDA_12 } as const satisfies Readonly<Record<string, Binding>>
export type CudaVersion = keyof typeof CUDA_BINDINGS

/** The same on the processor: what the tests of native TensorFlow run on. */
export const CPU_BINDING: Binding = {
  name: 'tensorflow-cpu',
  packageName: '@tensorflow/tfjs-node',
  scriptArguments: [],
  wheels: { tensorflow: 'tensorflow-cpu==2.15.1', cuda: [], bytes: 207_208_420 },
}

/** The folder that a binding is, or would be, installed into. */
export function bindingDir({ name }: Pick<Binding, 'name'>): string {
  return join(enginesDir(), name)
}
