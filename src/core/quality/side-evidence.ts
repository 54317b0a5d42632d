import { isUncertain, type OrientationEvidence } from '../canonical/body-pose.ts'
import type { SideEvidence } from '../canonical/orient-along-time.ts'
import type { PlacedFrame } from '../canonical/place-frame.ts'

/**
 * What a frame's placement knew of its sides: 1 where only the yolk was asked, a half for a figure at its threshold, up to 1 at twice that;
 * nothing where one of the other figures is below its own.
 */
export function sideEvidence({ evidence }: Pick<PlacedFrame, 'evidence'>): SideEvidence {
  const of = (kinds: readonly OrientationEvidence['kind'][]) => evidence.filter(({ kind }) => kinds.includes(kind))
  const isRound = isUncertain(of(['axis', 'length']))
  return {
    head: isRound ? 0 : weakest(of(['skew-x', 'head'])),
    back: isRound || isUncertain(of(['notch'])) ? 0 : weakest(of(['skew-y', 'back'])),
  }
}

function weakest(evidence: readonly OrientationEvidence[]): number {
  return evidence.reduce((least, { value, threshold }) => Math.min(least, Math.max(0, value / (2 * threshold))), 1)
}
