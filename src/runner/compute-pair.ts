import type { CanonicalGrid } from '../core/canonical/canonical-grid.ts'
import { pairFeatures } from '../core/features/pair-features.ts'
import { type PairMetrics, pairMetrics } from '../core/features/pair-metrics.ts'
import type { Mask } from '../core/mask/mask.ts'
import { type CanonicalMaps, canonicalMaps } from '../core/pair/canonical-maps.ts'
import { evaluatePair, type SolvedPair } from '../core/pair/solved-pair.ts'
import { workPair } from '../core/pair/work-pair.ts'
import type { SelfTransport } from '../core/transport/self-transport.ts'
import type { Engine } from '../engines/engine.ts'
import type { RunParameters } from './run-parameters.ts'

/** Everything that is known of a pair once it is solved. */
export interface ComputedPair {
  readonly solved: SolvedPair
  readonly maps: CanonicalMaps
  readonly metrics: PairMetrics
  readonly features: Readonly<Record<string, number>>
  readonly iterations: number
  /** marginal error and gap are both within the tolerance */
  readonly converged: boolean
  readonly solveSec: number
  readonly featuresSec: number
}

/** One end of a pair, placed, with its self-transport. */
export interface PairEnd {
  readonly mask: Mask
  readonly self: SelfTransport
}

/** Solves a pair of placed masks and derives its maps, metrics and features (contract §3 to §7). */
export function computePair(
  source: PairEnd,
  target: PairEnd,
  grid: CanonicalGrid,
  parameters: RunParameters,
  engine: Engine,
): ComputedPair {
  const startMs = performance.now()
  const pair = workPair(source.mask, target.mask, grid, parameters)
  const { potentials, iterations } = engine.solve(pair.problem, {
    tolerance: parameters.tolerance,
    maxIterations: parameters.maxIterations,
    // the self-potentials already hold the blur's edge effects, and solve an identical pair outright
    initial: { f: source.self.potential, g: target.self.potential },
  })
  const solved = evaluatePair(pair, potentials, source.self, target.self)
  const maps = canonicalMaps(solved)
  const solvedMs = performance.now()

  const metrics = pairMetrics(solved)
  const features = pairFeatures(solved, maps, metrics, parameters.dctBands)
  const { marginalError, gap } = solved.certificate
  return {
    solved,
    maps,
    metrics,
    features,
    iterations,
    converged: marginalError <= parameters.tolerance && gap <= parameters.tolerance,
    solveSec: (solvedMs - startMs) / 1000,
    featuresSec: (performance.now() - solvedMs) / 1000,
  }
}
