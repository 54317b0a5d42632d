import type { KernelMemory } from '../src/core/kernels/kernel-memory.ts'
import { isKernels } from '../src/core/kernels/wasm-kernels.ts'

/** What went on in the kernels while something ran. */
export interface KernelCounts {
  /** seconds in each kernel, by name */
  readonly kernelSec: Readonly<Record<string, number>>
  /** multiplications and additions of the matrix products */
  readonly productFlop: number
  /** calls of all kernels */
  readonly calls: number
  /** with what counting takes */
  readonly totalSec: number
}

/** Runs something with kernels that are timed and counted. */
export function countKernels(memory: KernelMemory, work: (counted: KernelMemory) => void): KernelCounts {
  const kernelSec: Record<string, number> = {}
  let productFlop = 0
  let calls = 0
  const counted = Object.entries(memory.kernels).map(([name, kernel]: [string, unknown]) => {
    if (typeof kernel !== 'function') return [name, kernel]
    return [
      name,
      (...args: readonly number[]) => {
        const startMs = performance.now()
        const result: unknown = kernel(...args)
        kernelSec[name] = (kernelSec[name] ?? 0) + (performance.now() - startMs) / 1000
        if (name === 'fourRows') productFlop += fourRowsFlop(args)
        calls++
        return result
      },
    ]
  })
  const kernels: object = Object.fromEntries(counted)
  if (!isKernels(kernels)) throw new Error('the wrapped kernels are not the kernels')
  const startMs = performance.now()
  work({ ...memory, kernels })
  return { kernelSec, productFlop, calls, totalSec: (performance.now() - startMs) / 1000 }
}

/** a multiply-add counts as two */
function fourRowsFlop(args: readonly number[]): number {
  const [kLow, kHigh, xLow, xHigh] = args.slice(-4)
  return 2 * 4 * (kHigh - kLow) * (xHigh - xLow)
}
