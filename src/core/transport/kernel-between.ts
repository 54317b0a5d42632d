import type { KernelMemory } from '../kernels/kernel-memory.ts'
import { distanceKernel } from './distance-kernel.ts'
import { type LatticeKernel, latticeKernel } from './lattice-kernel.ts'
import type { LatticePoints } from './lattice-points.ts'
import type { TransportProblem } from './problem.ts'

/** The kernel of a problem's cost between two lattices, in WebAssembly. */
export function kernelBetween(
  memory: KernelMemory,
  from: LatticePoints,
  to: LatticePoints,
  problem: Pick<TransportProblem, 'metric' | 'coordScale' | 'epsilon'>,
): LatticeKernel {
  switch (problem.metric) {
    case 'sqeuclidean':
      return latticeKernel(memory, from, to, problem)
    case 'euclidean':
      return distanceKernel(memory, from, to, problem)
  }
}
