import type { CanonicalGrid } from '../core/canonical/canonical-grid.ts'
import { pairFeatures } from '../core/features/pair-features.ts'
import { type PairMetrics, pairMetrics } from '../core/features/pair-metrics.ts'
import type { Mask } from '../core/mask/mask.ts'
import { type CanonicalMaps, canonicalMaps } from '../core/pair/canonical-maps.ts'
import { evaluatePair, type SolvedPair } from '../core/pair/solved-pair.ts'
import { type WorkPair, workPair } from '../core/pair/work-pair.ts'
import type { Potentials } from '../core/transport/problem.ts'
import type { SelfTransport } from '../core/transport/self-transport.ts'
import type { Solution } from '../core/transport/solution.ts'
import type { SolveJob } from '../engines/engine.ts'
import type { RunParameters } from './run-parameters.ts'

/** One end of a pair, placed, with its self-transport. */
export interface PairEnd {
  readonly mask: Mask
  readonly self: SelfTransport
}

/** What an engine is asked about a pair: the job, and the pair as it will be evaluated. */
export interface PairJob {
  readonly pair: WorkPair
  readonly job: SolveJob
}

/**
 * From two placed masks to the job for an engine (contract §3, §4).
 *
 * @param start potentials that are already near; otherwise those of the self-transports are tried
 */
export function pairJob(
  source: PairEnd,
  target: PairEnd,
  grid: CanonicalGrid,
  parameters: RunParameters,
  start?: Potentials,
): PairJob {
  const pair = workPair(source.mask, target.mask, grid, parameters)
  const { tolerance, maxIterations } = parameters
  // the self-potentials already hold the blur's edge effects, and solve an identical pair outright
  const initial = start ?? { f: source.self.potential, g: target.self.potential }
  return { pair, job: { problem: pair.problem, tolerance, maxIterations, initial } }
}

/** Everything that is known of a pair once it is solved. */
export interface ComputedPair {
  readonly solved: SolvedPair
  readonly maps: CanonicalMaps
  readonly metrics: PairMetrics
  readonly features: Readonly<Record<string, number>>
  readonly iterations: number
  /** marginal error and gap are both within the tolerance */
  readonly converged: boolean
  /** certificate and maps */
  readonly mapsSec: number
  readonly featuresSec: number
}

/** Certifies an engine's answer and derives the pair's maps, metrics and features from it (contract §4 to §7). */
export function computePair(
  pair: WorkPair,
  { potentials, iterations }: Solution,
  source: PairEnd,
  target: PairEnd,
  parameters: RunParameters,
): ComputedPair {
  const startMs = performance.now()
  const solved = evaluatePair(pair, potentials, source.self, target.self)
  const maps = canonicalMaps(solved)
  const mappedMs = performance.now()

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
    mapsSec: (mappedMs - startMs) / 1000,
    featuresSec: (performance.now() - mappedMs) / 1000,
  }
}
