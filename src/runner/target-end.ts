import type { Affine } from '../core/canonical/affine.ts'
import { anteriorBody } from '../core/canonical/anterior-body.ts'
import { canonicalGrid, coordScaleOf } from '../core/canonical/canonical-grid.ts'
import { kernelMemory } from '../core/kernels/kernel-memory.ts'
import { cleanMask } from '../core/mask/clean-mask.ts'
import { decodeCocoRle } from '../core/mask/coco-rle.ts'
import type { Mask } from '../core/mask/mask.ts'
import { type RefinedSource, type Refinement, refineTarget } from '../core/motion/refine-target.ts'
import { turnResponse } from '../core/motion/turn-response.ts'
import { pairFrame } from '../core/pair/pair-frame.ts'
import { blockPhase, selfSupport } from '../core/pair/work-pair.ts'
import type { Potentials, TransportProblem } from '../core/transport/problem.ts'
import { SELF_OPTIONS, selfProblem, selfTransport } from '../core/transport/self-transport.ts'
import { solveCpu } from '../engines/cpu/solve-cpu.ts'
import type { PairEnd } from './compute-pair.ts'
import type { RunParameters } from './run-parameters.ts'

/** A pair's target: as its frame was placed, or still to be laid over the source. */
export type TaskTarget = PlacedTarget | UnrefinedTarget

interface PlacedTarget extends PairEnd {
  readonly kind: 'placed'
}

interface UnrefinedTarget {
  readonly kind: 'unrefined'
  /** on the canonical grid, and the map that put it there */
  readonly mask: Mask
  readonly transform: Affine
  /** as it was filmed, as COCO compressed run lengths */
  readonly maskRle: string
  readonly heightPx: number
  readonly widthPx: number
  readonly sourceAnterior: SourceAnterior
}

/** What is known of a source for targets to be laid over it. */
export type SourceAnterior = Pick<RefinedSource, 'anterior' | 'turnResponse'>

/** A target as the pair is solved with it. */
export interface TargetEnd {
  readonly target: PairEnd
  readonly refined?: {
    readonly refinement: Refinement
    /** raw px → canonical px, after all rounds */
    readonly transform: Affine
    /** of the last round, for the pair to start from */
    readonly potentials: Potentials
    readonly refineSec: number
    /** the refined target's self-transport */
    readonly selfSec: number
  }
}

/** A round only has to tell a fifth of a degree: angles and shifts are the same as at 1e-6 to a hundredth of that. */
const ROUND_OPTIONS = { tolerance: 1e-3, maxIterations: 500 } as const

/** What has to be known of a source for targets to be laid over it. */
export function sourceAnterior(source: PairEnd, parameters: RunParameters): SourceAnterior {
  const grid = canonicalGrid(parameters.gridUmPerPx)
  const anterior = anteriorBody(source.mask, grid.umPerPx)
  return { anterior, turnResponse: turnResponse({ ...source, anterior }, grid, parameters, solveLoosely) }
}

function solveLoosely(problem: TransportProblem): Potentials {
  return solveCpu(kernelMemory(), problem, ROUND_OPTIONS).potentials
}

/** The target of a task, laid over its source where that is asked for; its self-transport is then its own. */
export function targetEnd(source: PairEnd, target: TaskTarget, parameters: RunParameters): TargetEnd {
  if (target.kind === 'placed') return { target }
  const startMs = performance.now()
  const grid = canonicalGrid(parameters.gridUmPerPx)
  const rawMask = cleanMask(decodeCocoRle(target.maskRle, target.heightPx, target.widthPx)).mask
  const { mask, transform, refinement, potentials } = refineTarget(
    { ...source, ...target.sourceAnterior },
    target,
    rawMask,
    grid,
    parameters,
    solveLoosely,
  )
  const refinedMs = performance.now()
  const phase = blockPhase(pairFrame(source.mask, mask, parameters.downsampleFactor))
  const problem = selfProblem(selfSupport(mask, phase, parameters), { ...parameters, coordScale: coordScaleOf(grid) })
  const self = selfTransport(problem, solveCpu(kernelMemory(), problem, SELF_OPTIONS))
  return {
    target: { mask, self },
    refined: {
      refinement,
      transform,
      potentials,
      refineSec: (refinedMs - startMs) / 1000,
      selfSec: (performance.now() - refinedMs) / 1000,
    },
  }
}
