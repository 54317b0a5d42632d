/** What can be said against one frame by itself. */
export const FRAME_FLAGS = [
  'touches-image-edge',
  'straight-cut',
  'several-pieces',
  'area-lost',
  'yolk-missing',
  'yolk-outside',
  'yolk-size',
  'orientation-uncertain',
] as const

/** What can be said against a frame by comparing it with its embryo's other frames. */
export const SERIES_FLAGS = [
  'area-jump',
  'length-jump',
  'width-jump',
  'tail-lost',
  'merged-neighbours',
  'position-jump',
  'shape-misfit',
  'orientation-against-neighbours',
] as const

/** What can be said against a pair beyond its two frames. */
export const PAIR_FLAGS = ['displacement-over-body', 'refinement-unsettled'] as const

export type FrameFlagKind = (typeof FRAME_FLAGS)[number] | (typeof SERIES_FLAGS)[number]
export type PairFlagKind = (typeof PAIR_FLAGS)[number]

/** A reason to look at a frame or a pair before it is believed. It says so and changes nothing. */
export interface QualityFlag<Kind extends string = FrameFlagKind> {
  readonly kind: Kind
  /** what was measured, and what it was held against, in the same unit */
  readonly number: number
  readonly threshold: number
  /** what was seen, with its numbers; follows the frame's name and a colon */
  readonly message: string
}

/** `a;b`: the kinds as the tables hold them, each once, in the order of the flags. */
export function joinedKinds(flags: readonly QualityFlag<string>[]): string {
  return [...new Set(flags.map(({ kind }) => kind))].join(';')
}

/** A share as messages write it: `12.3 %`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
