import { type Binding, CUDA_BINDINGS, type CudaVersion } from './binding.ts'
import type { CudaMachine } from './cuda-machine.ts'

/** How CUDA comes to a machine, or what keeps it away. */
export type CudaPlan =
  | {
      readonly kind: 'ready'
      readonly binding: Binding
      readonly cuda: CudaVersion
      /** the card and its driver, for people */
      readonly gpu: string
    }
  /** each with what to do about it */
  | { readonly kind: 'missing'; readonly missing: readonly string[] }

/** The versions that there are builds for, for people. */
export const CUDA_NEEDS =
  'tfjs-node-gpu 4.22 runs with CUDA 12.2 and cuDNN 8.9, which come along (Linux), or with CUDA 11.2 and cuDNN 8.1 that are installed already (Linux, Windows)'

interface Needs {
  readonly platforms: readonly string[]
  /** oldest driver, by NVIDIA's table of minor version compatibility */
  readonly driver: number
  readonly libraries: Readonly<Record<string, readonly string[]>>
  readonly programs: readonly string[]
}

/** What each build needs: tfjs-node-gpu 4.22 as published, and built here against a TensorFlow that brings its CUDA along. */
const NEEDS: Readonly<Record<CudaVersion, Needs>> = {
  '11': {
    platforms: ['linux', 'win32'],
    driver: 450,
    libraries: {
      linux: [
        'libcudart.so.11.0',
        'libcublas.so.11',
        'libcufft.so.10',
        'libcusolver.so.11',
        'libcusparse.so.11',
        'libcudnn.so.8',
      ],
      win32: ['cudart64_110.dll', 'cublas64_11.dll', 'cudnn64_8.dll'],
    },
    programs: ['npm'],
  },
  '12': { platforms: ['linux'], driver: 525, libraries: {}, programs: ['npm', 'python3', 'make', 'g++'] },
}

const PROGRAM_HELP: Readonly<Record<string, string>> = {
  npm: 'npm is not on the PATH: install Node.js, which brings it',
  python3: 'python3 is not on the PATH: install Python 3 with pip (Debian, Ubuntu: sudo apt-get install python3-pip)',
  make: 'make is not on the PATH: install a compiler (Debian, Ubuntu: sudo apt-get install build-essential)',
  'g++': 'g++ is not on the PATH: install a compiler (Debian, Ubuntu: sudo apt-get install build-essential)',
}

/**
 * What to install on a machine.
 *
 * @param wanted the version that a person asked for; where they did not, the newest that there is for the system, or the older one
 * where only that fits what is here
 */
export function cudaPlan(machine: CudaMachine, wanted?: CudaVersion): CudaPlan {
  const { platform, arch } = machine
  if (platform === 'darwin')
    return { kind: 'missing', missing: ['CUDA is not for macOS: the webgpu engine uses this Mac’s GPU'] }
  const versions: readonly CudaVersion[] = wanted ? [wanted] : ['12', '11']
  const fitting = versions.filter((cuda) => arch === 'x64' && NEEDS[cuda].platforms.includes(platform))
  const plans = fitting.map((cuda) => planFor(machine, cuda))
  return (
    plans.find(({ kind }) => kind === 'ready') ?? plans[0] ?? { kind: 'missing', missing: [noBuild(machine, wanted)] }
  )
}

function noBuild({ platform, arch }: CudaMachine, wanted: CudaVersion | undefined): string {
  const what = wanted ? `CUDA ${wanted}` : 'CUDA'
  return `there is no build of tfjs-node-gpu 4.22 with ${what} for ${platform} ${arch}: CUDA 12 is for Linux on x64, CUDA 11 for Linux and Windows on x64`
}

function planFor(machine: CudaMachine, cuda: CudaVersion): CudaPlan {
  const { gpu, libraries, programs, platform } = machine
  const needs = NEEDS[cuda]
  const absent = (needs.libraries[platform] ?? []).filter((library) => !libraries.has(library))
  const missing = [
    ...driverTrouble(machine, cuda),
    ...(absent.length > 0 ? [libraryTrouble(absent, platform)] : []),
    ...needs.programs.filter((program) => !programs.has(program)).map((program) => PROGRAM_HELP[program] ?? program),
  ]
  if (!gpu || missing.length > 0) return { kind: 'missing', missing }
  return { kind: 'ready', binding: CUDA_BINDINGS[cuda], cuda, gpu: `${gpu.name}, driver ${gpu.driver}` }
}

function driverTrouble({ gpu, platform }: CudaMachine, cuda: CudaVersion): string[] {
  const { driver } = NEEDS[cuda]
  const how =
    platform === 'win32'
      ? 'install it from NVIDIA’s site'
      : 'install it with your system’s tools (Ubuntu: sudo ubuntu-drivers install) and start the machine again'
  if (!gpu)
    return [
      `no NVIDIA driver answers (nvidia-smi): CUDA ${cuda} needs an NVIDIA card and driver ${driver} or newer; ${how}`,
    ]
  if (Number.parseFloat(gpu.driver) >= driver) return []
  return [`the driver of the ${gpu.name} is ${gpu.driver}: CUDA ${cuda} needs ${driver} or newer; ${how}`]
}

function libraryTrouble(absent: readonly string[], platform: string): string {
  const way = platform === 'linux' ? ', or take CUDA 12 (--cuda 12), which brings its own' : ' and put them on the PATH'
  return `${absent.join(', ')} not found: install CUDA 11.2 and cuDNN 8.1 from NVIDIA’s archive${way}`
}
