import { canonicalGrid, DEFAULT_GRID_UM_PER_PX } from '../core/canonical/canonical-grid.ts'
import type { Placement } from '../core/canonical/place-frame.ts'
import type { MassMode } from '../core/pair/density.ts'
import { type MassNormalization, regMOfReach } from '../core/pair/work-pair.ts'
import type { Metric } from '../core/transport/problem.ts'
import type { Row } from '../study/run-store.ts'

/** What makes two runs the same run (contract §9): everything that changes a pair's numbers, and nothing else. */
export interface RunParameters {
  readonly epsilon: number
  /** λ; where a reach is given, what follows from it */
  readonly regM: number
  readonly reachUm?: number
  readonly metric: Metric
  readonly massMode: MassMode
  readonly massNormalization: MassNormalization
  readonly placement: Placement
  /** whether each target is laid over its source by their anterior bodies */
  readonly refinement: RefinementMode
  readonly gridUmPerPx: number
  readonly downsampleFactor: number
  readonly maxSupportPoints?: number
  readonly seed: number
  readonly dctBands: number
  readonly tolerance: number
  readonly maxIterations: number
}

export const REFINEMENTS = ['none', 'rigid'] as const
export type RefinementMode = (typeof REFINEMENTS)[number]

/** What goes with a placement where nothing else is asked for. */
const REFINEMENT_OF = { morphseq: 'none', anterior: 'rigid' } as const satisfies Record<Placement, RefinementMode>

/** The contract's defaults (§4, §7), but frames lie by their anterior bodies. */
export const DEFAULT_PARAMETERS: RunParameters = {
  epsilon: 1e-4,
  regM: 10,
  metric: 'sqeuclidean',
  massMode: 'uniform',
  massNormalization: 'per_mask',
  placement: 'anterior',
  refinement: 'rigid',
  gridUmPerPx: DEFAULT_GRID_UM_PER_PX,
  downsampleFactor: 1,
  seed: 42,
  dctBands: 8,
  tolerance: 1e-6,
  maxIterations: 5000,
}

/** Parameters from the defaults and what a person set; a reach decides λ. */
export function runParameters(chosen: Partial<RunParameters>): RunParameters {
  const defaults = { ...DEFAULT_PARAMETERS, ...chosen }
  // pooled blocks begin where both masks' box does, which a refinement moves: it is for whole pixels
  const refinement = chosen.refinement ?? (defaults.downsampleFactor > 1 ? 'none' : REFINEMENT_OF[defaults.placement])
  const parameters = { ...defaults, refinement }
  if (parameters.reachUm === undefined) return parameters
  const grid = canonicalGrid(parameters.gridUmPerPx)
  return { ...parameters, regM: regMOfReach(parameters.reachUm, grid, parameters.downsampleFactor) }
}

/** The parameters as the store keeps and compares them, under the command line's names. */
export function parameterRow(parameters: RunParameters): Row {
  return {
    epsilon: parameters.epsilon,
    'reg-m': parameters.regM,
    'reach-um': parameters.reachUm ?? null,
    metric: parameters.metric,
    'mass-mode': parameters.massMode,
    'mass-normalization': parameters.massNormalization,
    placement: parameters.placement,
    // runs from before there was a refinement have none
    refinement: parameters.refinement === 'none' ? null : parameters.refinement,
    'grid-um-per-px': parameters.gridUmPerPx,
    'downsample-factor': parameters.downsampleFactor,
    'max-support-points': parameters.maxSupportPoints ?? null,
    seed: parameters.seed,
    'n-dct-bands': parameters.dctBands,
    tolerance: parameters.tolerance,
    'max-iterations': parameters.maxIterations,
  }
}

/** One line for each parameter in which a known run differs from what is asked for. */
export function parameterDifferences(known: Row, asked: Row): string[] {
  const names = new Set([...Object.keys(known), ...Object.keys(asked)])
  return [...names]
    .filter((name) => (known[name] ?? null) !== (asked[name] ?? null))
    .map((name) => `--${name}: the run has ${known[name] ?? 'none'}, asked for ${asked[name] ?? 'none'}`)
}
