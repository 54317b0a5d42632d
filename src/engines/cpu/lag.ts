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
  const { kernels } = memory
  const { length } = cells.ofPoint
  const ofPoint = memory.takeIndices(length)
  memory.int32(ofPoint, length).set(cells.ofPoint)

  function extrapolate(g: number, value: number, share: number): void {
    const x = memory.float64(system.rightSide, cells.weights.length).fill(0)
    kernels.gatherDifferences(points.weights, value, g, ofPoint, length, system.rightSide)
    takeMeans(x, cells)
    system.solve()
    kernels.addCells(system.rightSide, share, ofPoint, length, value)
    const answer = memory.float64(value, points.count)
    answer[points.count - 1] = answer[length - 1]
  }

  return { extrapolate }
}

/**
 * Takes the weighted mean off each component, which the system does not determine and the iteration's recentring does, and divides by the cells'
 * mean weight.
 */
function takeMeans(x: Float64Array, { weights, meanWeight, component, componentCount }: LagCells): void {
  const sums = new Float64Array(componentCount)
  const masses = new Float64Array(componentCount)
  for (let k = 0; k < x.length; k++) {
    sums[component[k]] += x[k]
    masses[component[k]] += weights[k]
  }
  for (let k = 0; k < x.length; k++) {
    x[k] = (x[k] - (weights[k] * sums[component[k]]) / masses[component[k]]) / meanWeight
  }
}
