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

  function factorise(edges: Edges, diagonal: Float64Array): void {
    const firsts = firstColumns(edges, size)
    const origins = originsOf(firsts)
    const length = origins[size - 1] + size
    if (length > room) {
      values = memory.take(length)
      room = length
    }
    memory.int32(first, size).set(firsts)
    memory.int32(starts, size).set(startsOf(origins, firsts))
    fillLaplacian(memory.float64(values, length).fill(0), origins, edges, diagonal)
    kernels.factorise(values, first, starts, size)
  }

  return { rightSide, factorise, solve: () => kernels.solveFactorised(values, first, starts, size, rightSide) }
}

/** The first column of each row of the lower triangle. */
function firstColumns({ from, to }: Edges, size: number): Int32Array {
  const firsts = new Int32Array(size)
  for (let k = 0; k < size; k++) firsts[k] = k
  for (let e = 0; e < from.length; e++) {
    const row = Math.max(from[e], to[e])
    firsts[row] = Math.min(firsts[row], from[e], to[e])
  }
  return firsts
}

/** Where each row's column 0 would be, each row being kept from its first entry to the diagonal. */
function originsOf(firsts: Int32Array): Int32Array {
  const origins = new Int32Array(firsts.length)
  let length = 0
  for (let k = 0; k < firsts.length; k++) {
    origins[k] = length - firsts[k]
    length += k - firsts[k] + 1
  }
  return origins
}

function startsOf(origins: Int32Array, firsts: Int32Array): Int32Array {
  const starts = new Int32Array(firsts.length)
  for (let k = 0; k < starts.length; k++) starts[k] = origins[k] + firsts[k]
  return starts
}

function fillLaplacian(
  matrix: Float64Array,
  origins: Int32Array,
  { from, to, conductance }: Edges,
  diagonal: Float64Array,
): void {
  for (let k = 0; k < origins.length; k++) matrix[origins[k] + k] = diagonal[k]
  for (let e = 0; e < from.length; e++) {
    const low = Math.min(from[e], to[e])
    const high = Math.max(from[e], to[e])
    matrix[origins[low] + low] += conductance[e]
    matrix[origins[high] + high] += conductance[e]
    matrix[origins[high] + low] -= conductance[e]
  }
}
