import type { KernelMemory } from '../../core/kernels/kernel-memory.ts'
import type { LatticePoints } from '../../core/transport/lattice-points.ts'
import { times } from '../../core/transport/numbers.ts'
import { connectedCells } from './cells.ts'
import { laplacianSystem } from './envelope.ts'
import { type Lag, lagBy } from './lag.ts'
import { planGraph } from './plan-graph.ts'
import type { PlanLogs } from './plan-rows.ts'

/** The lag by what the plan itself conducts. */
export interface PlanDiffusion extends Lag {
  /** Takes the plan as it is now; before the first extrapolation, and when the plan has changed. */
  renew(logs: PlanLogs, rowMasses: Float64Array): void
}

/** beside what a point exchanges: keeps the factorisation definite on what hardly anything ties to the rest */
const REGULARISATION = 1e-6

/**
 * Prepares the lag by the plan's own conductances, where diffusion alike everywhere is no picture of it: see `planGraph`. Undefined where the
 * target's points are too scattered to be each other's neighbours.
 *
 * @param kappa κ, lattice blocks²: half the variance of a point that goes there and back
 */
export function planDiffusion(
  memory: KernelMemory,
  source: LatticePoints,
  target: LatticePoints,
  kappa: number,
): PlanDiffusion | undefined {
  const cells = connectedCells(target, 1)
  if (cells.size > 1) return undefined
  const { ofPoint, weights, meanWeight } = cells
  const size = weights.length
  const diagonal = times(weights, REGULARISATION / meanWeight)
  const system = laplacianSystem(memory, size)
  const stride = Math.max(1, Math.floor(2 * Math.sqrt(kappa)))

  function renew(logs: PlanLogs, rowMasses: Float64Array): void {
    const { from, to, conductance } = planGraph(source.lattice, target.lattice, logs, rowMasses, stride)
    const edges = {
      from: nodesOf(from, ofPoint),
      to: nodesOf(to, ofPoint),
      conductance: times(conductance, 1 / meanWeight),
    }
    system.factorise(edges, diagonal)
  }

  const whole = { ...cells, component: new Int32Array(size), componentCount: 1 }
  return { renew, ...lagBy(memory, target, whole, system) }
}

function nodesOf(points: Int32Array, ofPoint: Int32Array): Int32Array {
  const nodes = new Int32Array(points.length)
  for (let i = 0; i < nodes.length; i++) nodes[i] = ofPoint[points[i]]
  return nodes
}
