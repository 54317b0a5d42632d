import type { Engine } from '../engine.ts'
import { cpuSelfKernel } from './self-kernel.ts'
import { solveCpu } from './solve-cpu.ts'
import { type KernelMemory, loadKernels } from './wasm-kernels.ts'

let memory: KernelMemory | undefined

function kernelMemory(): KernelMemory {
  memory ??= loadKernels()
  return memory
}

/** The WebAssembly engine: float64 SIMD on one core, every pixel. The kernels are loaded at the first pair and their memory is reused. */
export const cpuEngine = {
  name: 'cpu',
  device: 'CPU (WebAssembly SIMD, float64)',
  solve(problem, options) {
    return solveCpu(kernelMemory(), problem, options)
  },
  selfKernel(measure, regularisation) {
    return cpuSelfKernel(kernelMemory(), measure, regularisation)
  },
} satisfies Engine
