import type { KernelMemory } from '../core/kernels/kernel-memory.ts'
import { kernelBetween } from '../core/transport/kernel-between.ts'
import type { Lattice } from '../core/transport/lattice.ts'
import { type LatticePoints, placePoints, placeValues, valuesAtPoints } from '../core/transport/lattice-points.ts'
import { damping, type TransportProblem } from '../core/transport/problem.ts'

/** What a solved stage leaves for the next one. */
export interface SolvedStage {
  /** the stage's ε */
  readonly epsilon: number
  readonly source: Lattice
  /** at the points of `source`, in units of the cost */
  readonly f: Float64Array
}

/** g at the points of `target`, one kernel application away from f at those of an earlier stage's source. */
export function carriedOver(
  memory: KernelMemory,
  problem: TransportProblem,
  { epsilon, source, f }: SolvedStage,
  target: LatticePoints,
): Float64Array {
  const blurred = { ...problem, epsilon }
  const from = placePoints(memory, source)
  const g = placeValues(memory, target)
  const kernel = kernelBetween(memory, from, target, blurred)
  kernel.softSum(placeValues(memory, from, f), -damping(blurred) * epsilon, g)
  return valuesAtPoints(memory, g, target)
}
