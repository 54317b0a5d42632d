import type { KernelMemory } from '../../core/kernels/kernel-memory.ts'
import type { LatticePoints } from '../../core/transport/lattice-points.ts'
import type { Cells } from './cells.ts'
import type { LaplacianSystem } from './envelope.ts'

/** How far an iteration lags behind, by a model of what it does to an error. */
export interface Lag {
  /**
   * Adds to G(g) what the iteration would still add to it: value ← value + share · L⁻¹ (value − g), with L for what one iteration takes off an error.
   *
   * @param g address of an iterate, one value a point
   * @param value address of G(g), one value a point; replaced
   */
  extrapolate(g: number, value: number, share: number): void
}

/** What is the same for all points of one `component` is not extrapolated. */
export type LagCells = Pick<Cells, 'ofPoint' | 'weights' | 'meanWeight' | 'component' | 'componentCount'>

/** The lag by a Laplacian over cells of points, in units of the cells' mean weight. */
export function lagBy(memory: KernelMemory, points: LatticePoints, cells: LagCells, system: LaplacianSystem): Lag {
  const size = cells.weights.length
  const count = points.lattice.points.length
  const pointWeights = points.lattice.weights

  function extrapolate(g: number, value: number, share: number): void {
    const iterate = memory.float64(g, count)
    const answer = memory.float64(value, points.count)
    const x = memory.float64(system.rightSide, size).fill(0)
    for (let i = 0; i < count; i++) x[cells.ofPoint[i]] += pointWeights[i] * (answer[i] - iterate[i])
    takeMeans(x, cells)
    for (let k = 0; k < size; k++) x[k] /= cells.meanWeight
    system.solve()
    for (let i = 0; i < count; i++) answer[i] += share * x[cells.ofPoint[i]]
    answer[points.count - 1] = answer[count - 1]
  }

  return { extrapolate }
}

/** Takes the weighted mean off each component: the system does not determine it, and the iteration's recentring does. */
function takeMeans(x: Float64Array, { weights, component, componentCount }: LagCells): void {
  const sums = new Float64Array(componentCount)
  const masses = new Float64Array(componentCount)
  for (let k = 0; k < x.length; k++) {
    sums[component[k]] += x[k]
    masses[component[k]] += weights[k]
  }
  for (let k = 0; k < x.length; k++) x[k] -= (weights[k] * sums[component[k]]) / masses[component[k]]
}
