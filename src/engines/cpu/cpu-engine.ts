import { kernelMemory } from '../../core/kernels/kernel-memory.ts'
import { messageOf } from '../../core/message-of.ts'
import type { Engine, Probe } from '../engine.ts'
import { solveEach } from '../solve-each.ts'
import { solveCpu } from './solve-cpu.ts'

/** The WebAssembly engine: float64 SIMD on one core, every pixel. */
export const cpuEngine = {
  name: 'cpu',
  probe,
  solve: (jobs, signal) =>
    solveEach(jobs, signal, ({ problem, ...options }) => solveCpu(kernelMemory(), problem, options)),
  dispose: async () => {},
} satisfies Engine

async function probe(): Promise<Probe> {
  try {
    kernelMemory()
    return { usable: true, device: 'CPU (WebAssembly SIMD, float64)' }
  } catch (error) {
    return { usable: false, reason: messageOf(error) }
  }
}
