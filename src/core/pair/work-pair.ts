import { type CanonicalGrid, coordScaleOf } from '../canonical/canonical-grid.ts'
import type { Mask } from '../mask/mask.ts'
import { type DensityGrid, type Measure, massOf, measureFromGrid, scaleMeasure } from '../transport/measure.ts'
import type { Metric, TransportProblem } from '../transport/problem.ts'
import { type MaskDensity, type MassMode, maskDensity, toWorkGrid } from './density.ts'
import { type PairFrame, pairFrame } from './pair-frame.ts'
import { sampleSupport } from './sampled-support.ts'

export const MASS_NORMALIZATIONS = ['per_mask', 'source'] as const
/** Both measures brought to mass 1, or both divided by the source's mass (contract §4). */
export type MassNormalization = (typeof MASS_NORMALIZATIONS)[number]

/** What decides the problem that is solved for a pair of placed masks. */
export interface ProblemParameters {
  readonly epsilon: number
  readonly regM: number
  readonly metric: Metric
  readonly massMode: MassMode
  readonly massNormalization: MassNormalization
  readonly downsampleFactor: number
  /** every pixel takes part where undefined */
  readonly maxSupportPoints?: number
  readonly seed: number
}

/** One end of a pair on the pair's work grid. */
export interface WorkEnd {
  /** the placed mask's density on the canonical grid, before pooling and sampling */
  readonly density: MaskDensity
  /** density of the support on the work grid, px mass */
  readonly workDensity: DensityGrid
  /** the support with its masses in px (before normalisation), in crop coordinates */
  readonly support: Measure
  /** sum of the support's masses, px */
  readonly massPx: number
}

/** A pair of placed masks brought to the problem that is solved. */
export interface WorkPair {
  readonly grid: CanonicalGrid
  readonly frame: PairFrame
  readonly source: WorkEnd
  readonly target: WorkEnd
  readonly problem: TransportProblem
}

/** From two canonical masks to the transport problem between their densities (contract §3, §4). */
export function workPair(source: Mask, target: Mask, grid: CanonicalGrid, parameters: ProblemParameters): WorkPair {
  const frame = pairFrame(source, target, parameters.downsampleFactor)
  const sourceEnd = workEnd(source, frame, parameters)
  const targetEnd = workEnd(target, frame, parameters)
  const targetDivisor = parameters.massNormalization === 'per_mask' ? targetEnd.massPx : sourceEnd.massPx
  return {
    grid,
    frame,
    source: sourceEnd,
    target: targetEnd,
    problem: {
      source: scaleMeasure(sourceEnd.support, 1 / sourceEnd.massPx),
      target: scaleMeasure(targetEnd.support, 1 / targetDivisor),
      metric: parameters.metric,
      coordScale: coordScaleOf(grid),
      epsilon: parameters.epsilon,
      regM: parameters.regM,
    },
  }
}

/**
 * The support of one mask alone, cut into the same blocks as in `frame`: the same points and masses as in the pair, so that one
 * self-transport serves every pair whose frame has this `blockPhase`.
 */
export function selfSupport(mask: Mask, phase: BlockPhase, parameters: ProblemParameters): Measure {
  const s = parameters.downsampleFactor
  const own = pairFrame(mask, mask, s)
  const y0 = own.box.y0 - positiveModulo(own.box.y0 - phase.y, s)
  const x0 = own.box.x0 - positiveModulo(own.box.x0 - phase.x, s)
  const box = { ...own.box, y0, x0 }
  const frame = {
    ...own,
    box,
    heightPx: Math.ceil((box.y1 - y0) / s),
    widthPx: Math.ceil((box.x1 - x0) / s),
  }
  return workEnd(mask, frame, parameters).support
}

/** Where the work grid's blocks begin on the canonical grid, modulo their size. */
export interface BlockPhase {
  readonly y: number
  readonly x: number
}

export function blockPhase(frame: PairFrame): BlockPhase {
  return { y: frame.box.y0 % frame.downsampleFactor, x: frame.box.x0 % frame.downsampleFactor }
}

function positiveModulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor
}

function workEnd(mask: Mask, frame: PairFrame, parameters: ProblemParameters): WorkEnd {
  const density = maskDensity(mask, parameters.massMode)
  const pooled = toWorkGrid(density, frame)
  const { maxSupportPoints, seed } = parameters
  const workDensity = maxSupportPoints === undefined ? pooled : sampleSupport(pooled, maxSupportPoints, seed)
  const support = measureFromGrid(workDensity)
  return { density, workDensity, support, massPx: massOf(support) }
}

/**
 * λ of a reach: the length at which moving mass costs as much as the penalty's scale, λ = (reach · coordScale / work px size)²
 * (contract §4).
 */
export function regMOfReach(reachUm: number, grid: CanonicalGrid, downsampleFactor: number): number {
  return ((reachUm * coordScaleOf(grid)) / (grid.umPerPx * downsampleFactor)) ** 2
}
