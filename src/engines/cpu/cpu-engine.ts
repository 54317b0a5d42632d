import type { Engine } from '../engine.ts'
import { cpuSelfKernel } from './self-kernel.ts'
import { solveCpu } from './solve-cpu.ts'
import { type KernelMemory, loadKernels } from './wasm-kernels.ts'

let memory: KernelMemory | undefined

/** The WebAssembly engine: float64 SIMD on one core, every pixel. The kernels are loaded at the first pair and their memory is reused. */
export const cpuEngine = {
  name: 'cpu',
  device: 'CPU (WebAssembly SIMD, float64)',
  solve(problem, options) {
    memory ??= loadKernels()
    return solveCpu(memory, problem, options)
  },
  selfKernel(measure, regularisation) {
    memory ??= loadKernels()
    return cpuSelfKernel(memory, measure, regularisation)
  },
} satisfies Engine
