import type { KernelMemory } from '../../core/kernels/kernel-memory.ts'
import type { LatticePoints } from '../../core/transport/lattice-points.ts'
import { times } from '../../core/transport/numbers.ts'
import { type Cells, connectedCells } from './cells.ts'
import { type Edges, laplacianSystem } from './envelope.ts'
import { type Lag, lagBy } from './lag.ts'

/** Cells are as large as is still small beside the diffusion's length: κ in cells is at least this. */
const LEAST_SPREAD = 4
/** keeps the factorisation definite on a component's constant mode, which is projected out anyway */
const REGULARISATION = 1e-9

/**
 * Prepares the diffusion −κΔ over a measure's points, with no flow across its outline.
 *
 * Near the solution one iteration g ← G(g) multiplies an error by the Markov operator of the plan there and back: each way a point spreads
 * over a Gaussian of variance ε/2 along each axis, so a smooth error e becomes e + κΔe, κ = ε/2, and G(g) − g = −κΔ of what is missing. That
 * is the slow part of Sinkhorn's convergence, some (length / blur)² iterations, and solving one sparse system takes it at once; rough
 * errors, for which the picture is wrong, shrink by themselves. On a grid of cells the system is a graph Laplacian, weighted with the cells'
 * masses, factorised once.
 *
 * @param kappa κ, lattice blocks²
 */
export function diffusion(memory: KernelMemory, points: LatticePoints, kappa: number): Lag {
  const cells = connectedCells(points, cellSize(kappa))
  const perCell = kappa / cells.size ** 2
  const system = laplacianSystem(memory, cells.weights.length)
  const diagonal = times(cells.weights, (REGULARISATION * perCell) / cells.meanWeight)
  system.factorise(evenEdges(cells, perCell), diagonal)
  return lagBy(memory, points, cells, system)
}

/** largest power of two that leaves κ at `LEAST_SPREAD` cells² or more */
function cellSize(kappa: number): number {
  let size = 1
  while (kappa / (2 * size) ** 2 >= LEAST_SPREAD) size *= 2
  return size
}

/** κ from each cell to its neighbours, by their masses */
function evenEdges({ weights, meanWeight, before }: Cells, kappa: number): Edges {
  const from = new Int32Array(before.length * weights.length)
  const to = new Int32Array(from.length)
  const conductance = new Float64Array(from.length)
  let count = 0
  for (const neighbours of before) {
    for (let k = 0; k < neighbours.length; k++) {
      const j = neighbours[k]
      if (j < 0) continue
      from[count] = k
      to[count] = j
      conductance[count++] = (kappa * (weights[k] + weights[j])) / 2 / meanWeight
    }
  }
  return { from: from.subarray(0, count), to: to.subarray(0, count), conductance: conductance.subarray(0, count) }
}
