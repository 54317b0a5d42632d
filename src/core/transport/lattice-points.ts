import type { KernelMemory } from '../kernels/kernel-memory.ts'
import type { Lattice } from './lattice.ts'

/**
 * A lattice's points in the kernels' memory, at byte addresses. Kernels take two values at a time: where the number of points is odd, `count`
 * is one more, and the last point is there twice, with weight 0 the second time.
 */
export interface LatticePoints {
  readonly lattice: Lattice
  readonly count: number
  /** int32 indices into the lattice's grid */
  readonly indices: number
  readonly weights: number
  readonly logWeights: number
}

export function placePoints(memory: KernelMemory, lattice: Lattice): LatticePoints {
  const { points, weights } = lattice
  const count = points.length + (points.length % 2)
  const placed = {
    lattice,
    count,
    indices: memory.takeIndices(count),
    weights: memory.take(count),
    logWeights: memory.take(count),
  }
  const indices = memory.int32(placed.indices, count)
  indices.set(points)
  indices[count - 1] = points[points.length - 1]
  const logWeights = memory.float64(placed.logWeights, count)
  logWeights.set(weights)
  logWeights[count - 1] = weights[weights.length - 1]
  memory.kernels.logs(placed.logWeights, count, placed.logWeights)
  memory.float64(placed.weights, count).set(weights)
  return placed
}

/** Takes room for one value a point and fills it. */
export function placeValues(memory: KernelMemory, { count }: LatticePoints, values?: Float64Array): number {
  const address = memory.take(count)
  if (values) setValues(memory, address, values)
  return address
}

/** Puts one value a point at an address that `placeValues` gave. */
export function setValues(memory: KernelMemory, address: number, values: Float64Array): void {
  const placed = memory.float64(address, values.length + (values.length % 2))
  placed.set(values)
  placed[placed.length - 1] = values[values.length - 1]
}

/** A copy of the values at the points. */
export function valuesAtPoints(memory: KernelMemory, address: number, { lattice }: LatticePoints): Float64Array {
  return memory.float64(address, lattice.points.length).slice()
}

/** The weights' square roots; the double of an odd count's last point has none. */
export function placeRootWeights(memory: KernelMemory, { lattice, count }: LatticePoints): number {
  const address = memory.take(count)
  const roots = memory.float64(address, count)
  const { weights } = lattice
  for (let i = 0; i < weights.length; i++) roots[i] = Math.sqrt(weights[i])
  return address
}
