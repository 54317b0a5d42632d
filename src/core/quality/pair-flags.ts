import type { PairFlagKind, QualityFlag } from './quality-flag.ts'

/** No tissue moves farther than its body is long. */
const LONGEST_DISPLACEMENT = 1

/**
 * What a solved pair gives reason to doubt beyond its two frames.
 *
 * @param largestUm the largest debiased displacement
 * @param bodyUm the source's length
 */
export function pairFlags(largestUm: number, bodyUm: number): readonly QualityFlag<PairFlagKind>[] {
  const number = largestUm / bodyUm
  if (!(number > LONGEST_DISPLACEMENT)) return []
  const message = `mass moves ${number.toFixed(2)} body lengths: the two may lie the wrong way round, or not be one embryo each`
  return [{ kind: 'displacement-over-body', number, threshold: LONGEST_DISPLACEMENT, message }]
}
