import type { OrientationEvidence } from '../canonical/body-pose.ts'
import type { SideEvidence } from '../canonical/orient-along-time.ts'
import type { PlacedFrame } from '../canonical/place-frame.ts'

/** What a frame's placement knew of its sides: a yolk is all that can be known, a figure at its threshold half of it. */
export function sideEvidence({ evidence }: Pick<PlacedFrame, 'evidence'>): SideEvidence {
  return {
    head: weakest(evidence.filter(({ kind }) => kind === 'skew-x' || kind === 'head' || kind === 'length')),
    back: weakest(evidence.filter(({ kind }) => kind === 'skew-y' || kind === 'back')),
  }
}

function weakest(evidence: readonly OrientationEvidence[]): number {
  return evidence.reduce((least, { value, threshold }) => Math.min(least, Math.abs(value) / (2 * threshold)), 1)
}
