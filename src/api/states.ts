/** States of a pair, in the order in which the window counts them. */
export const PAIR_STATES = ['ok', 'unconverged', 'failed', 'running', 'queued', 'skipped'] as const
export type PairState = (typeof PAIR_STATES)[number]

/** States of a run. */
export const RUN_STATES = ['running', 'paused', 'finished', 'cancelled', 'interrupted'] as const
export type RunState = (typeof RUN_STATES)[number]
