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
  const { weights } = points.lattice

  function extrapolate(g: number, value: number, share: number): void {
    const iterate = memory.float64(g, weights.length)
    const answer = memory.float64(value, points.count)
    const x = memory.float64(system.rightSide, cells.weights.length)
    gatherMissing(x, answer, iterate, weights, cells)
    system.solve()
    addToPoints(answer, x, cells, share)
    answer[answer.length - 1] = answer[weights.length - 1]
  }

  return { extrapolate }
}

/** x ← what each cell's points still miss, weighted, in units of the cells' mean weight, its mean over each component taken off. */
function gatherMissing(
  x: Float64Array,
  answer: Float64Array,
  iterate: Float64Array,
  weights: Float64Array,
  cells: LagCells,
): void {
  x.fill(0)
  for (let i = 0; i < weights.length; i++) x[cells.ofPoint[i]] += weights[i] * (answer[i] - iterate[i])
  takeMeans(x, cells)
  for (let k = 0; k < x.length; k++) x[k] /= cells.meanWeight
}

/** answer ← answer + share · x at each point's cell */
function addToPoints(answer: Float64Array, x: Float64Array, { ofPoint }: LagCells, share: number): void {
  for (let i = 0; i < ofPoint.length; i++) answer[i] += share * x[ofPoint[i]]
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
