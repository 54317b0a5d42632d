import { type Refinement, residualShare } from '../motion/refine-target.ts'
import type { PairFlagKind, QualityFlag } from './quality-flag.ts'

/** No tissue moves farther than its body is long. */
const LONGEST_DISPLACEMENT = 1

/** A solved pair, as far as its flags are told by it. */
export interface JudgedPair {
  /** the largest debiased displacement */
  readonly largestUm: number
  /** the source's length */
  readonly bodyUm: number
  /** where its target was laid over its source */
  readonly refinement?: Pick<Refinement, 'residualAngleDeg' | 'residualShiftPx'>
}

/** What a solved pair gives reason to doubt beyond its two frames. */
export function pairFlags(pair: JudgedPair): readonly QualityFlag<PairFlagKind>[] {
  return [...displacementFlags(pair), ...refinementFlags(pair)]
}

function displacementFlags({ largestUm, bodyUm }: JudgedPair): readonly QualityFlag<PairFlagKind>[] {
  const number = largestUm / bodyUm
  if (!(number > LONGEST_DISPLACEMENT)) return []
  const message = `mass moves ${number.toFixed(2)} body lengths: the two may lie the wrong way round, or not be one embryo each`
  return [{ kind: 'displacement-over-body', number, threshold: LONGEST_DISPLACEMENT, message }]
}

function refinementFlags({ refinement }: JudgedPair): readonly QualityFlag<PairFlagKind>[] {
  if (!refinement) return []
  const number = residualShare(refinement)
  if (number <= 1) return []
  const { residualAngleDeg, residualShiftPx } = refinement
  const message =
    `the anterior bodies do not lie over one another: ${residualAngleDeg.toFixed(2)}° and ${residualShiftPx.toFixed(2)} px are left, ` +
    'which looks like displacement: look at both frames'
  return [{ kind: 'refinement-unsettled', number, threshold: 1, message }]
}
