import { type CanonicalGrid, canonicalGrid, coordScaleOf } from '../../src/core/canonical/canonical-grid.ts'
import type { Mask } from '../../src/core/mask/mask.ts'
import { pairFrame } from '../../src/core/pair/pair-frame.ts'
import { blockPhase, selfSupport } from '../../src/core/pair/work-pair.ts'
import { type SelfTransport, solveSelf } from '../../src/core/transport/self-transport.ts'
import { solveReference } from '../../src/core/transport/solve-reference.ts'
import { type ComputedPair, computePair, type PairEnd, pairJob } from '../../src/runner/compute-pair.ts'
import { DEFAULT_PARAMETERS, type RunParameters } from '../../src/runner/run-parameters.ts'
import { maskWhere } from './masks.ts'

/** A coarse grid, 64 × 144 px, on which a pair takes milliseconds. */
export const SMALL_GRID: CanonicalGrid = canonicalGrid(40)

/** A tapered body, `bend` px lower at its tail. */
export function smallEmbryo(lengthPx: number, bend: number, left = 30, top = 24): Mask {
  return maskWhere(SMALL_GRID.heightPx, SMALL_GRID.widthPx, (y, x) => {
    const s = (x - left) / lengthPx
    if (s < 0 || s > 1) return false
    const middle = top + bend * s * s
    return Math.abs(y - middle) <= 6 - 4.5 * s
  })
}

const selves = new WeakMap<Mask, Map<string, SelfTransport>>()

/** Solves a pair of placed masks from the masks alone, as the runner does; a mask's self-transport is kept for its next pair. */
export function solvePair(
  source: Mask,
  target: Mask,
  grid: CanonicalGrid,
  chosen: Partial<RunParameters> = {},
  solve = solveReference,
): ComputedPair {
  const parameters = { ...DEFAULT_PARAMETERS, ...chosen }
  const phase = blockPhase(pairFrame(source, target, parameters.downsampleFactor))
  // these have no part in the self-problem
  const key = JSON.stringify({ ...parameters, phase, tolerance: 0, massNormalization: '', dctBands: 0 })
  const end = (mask: Mask): PairEnd => {
    const known = selves.get(mask)?.get(key)
    const self =
      known ?? solveSelf(selfSupport(mask, phase, parameters), { ...parameters, coordScale: coordScaleOf(grid) })
    selves.set(mask, (selves.get(mask) ?? new Map<string, SelfTransport>()).set(key, self))
    return { mask, self }
  }
  const ends = [end(source), end(target)] as const
  const { pair, job } = pairJob(...ends, grid, parameters)
  return computePair(pair, solve(job.problem, job), ...ends, parameters)
}
