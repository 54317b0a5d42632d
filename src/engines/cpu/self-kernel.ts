import { costKernel } from '../../core/transport/cost-kernel.ts'
import type { Measure } from '../../core/transport/measure.ts'
import type { Regularisation } from '../../core/transport/self-transport.ts'
import { type GridKernel, gridKernel } from './grid-kernel.ts'
import { commonOrigin, levelOf } from './level.ts'
import type { KernelMemory } from './wasm-kernels.ts'

/** The kernel from a measure to itself in WebAssembly; valid until the kernels' memory is used for something else. */
export function cpuSelfKernel(memory: KernelMemory, measure: Measure, regularisation: Regularisation): GridKernel {
  if (regularisation.metric !== 'sqeuclidean') return costKernel(measure, measure, regularisation)
  memory.reset()
  const level = levelOf(measure, 1, commonOrigin(measure, measure))
  return gridKernel(memory, level, level, regularisation)
}
