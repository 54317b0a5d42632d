import type { KernelMemory } from '../../core/kernels/kernel-memory.ts'

/** What flows between the nodes of a graph: `conductance[e]` times the difference of their values, along each edge. */
export interface Edges {
  readonly from: Int32Array
  readonly to: Int32Array
  readonly conductance: Float64Array
}

/** A graph's Laplacian, factorised in the kernels' memory. */
export interface LaplacianSystem {
  /** address of one value a node: the right-hand side, then the solution */
  readonly rightSide: number
  /** Takes another graph on the same nodes; `diagonal` is added to the Laplacian and makes it definite. */
  factorise(edges: Edges, diagonal: Float64Array): void
  solve(): void
}

/** Prepares systems of `size` nodes, whose edges should join numbers near each other: each row is kept from its first entry on (kernels/cholesky.ts). */
export function laplacianSystem(memory: KernelMemory, size: number): LaplacianSystem {
  const { kernels } = memory
  const rightSide = memory.take(size)
  const first = memory.takeIndices(size)
  const starts = memory.takeIndices(size)
  let values = 0
  let room = 0

  function factorise({ from, to, conductance }: Edges, diagonal: Float64Array): void {
    const firsts = Int32Array.from({ length: size }, (_, k) => k)
    for (let e = 0; e < from.length; e++) {
      const row = Math.max(from[e], to[e])
      firsts[row] = Math.min(firsts[row], from[e], to[e])
    }
    /** where each row's column 0 would be */
    const origins = new Int32Array(size)
    let length = 0
    for (let k = 0; k < size; k++) {
      origins[k] = length - firsts[k]
      length += k - firsts[k] + 1
    }
    if (length > room) {
      values = memory.take(length)
      room = length
    }
    memory.int32(first, size).set(firsts)
    memory.int32(starts, size).set(origins.map((origin, k) => origin + firsts[k]))
    const matrix = memory.float64(values, length).fill(0)
    for (let k = 0; k < size; k++) matrix[origins[k] + k] = diagonal[k]
    for (let e = 0; e < from.length; e++) {
      const [low, high] = from[e] < to[e] ? [from[e], to[e]] : [to[e], from[e]]
      matrix[origins[low] + low] += conductance[e]
      matrix[origins[high] + high] += conductance[e]
      matrix[origins[high] + low] -= conductance[e]
    }
    kernels.factorise(values, first, starts, size)
  }

  return { rightSide, factorise, solve: () => kernels.solveFactorised(values, first, starts, size, rightSide) }
}
