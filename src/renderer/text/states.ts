import type { PairState, RunState } from '../../api/states.ts'

/** The states' words, the same everywhere. */
export const STATE_WORDS: Readonly<Record<PairState | RunState, string>> = {
  ok: 'solved',
  unconverged: 'not converged',
  failed: 'failed',
  running: 'running',
  queued: 'waiting',
  skipped: 'skipped',
  paused: 'paused',
  finished: 'finished',
  cancelled: 'stopped',
  interrupted: 'interrupted',
}

/** What a state means, for whoever asks. */
export const STATE_MEANINGS: Readonly<Record<PairState | RunState, string>> = {
  ok: 'Solved to the asked tolerance, with a certificate.',
  unconverged: 'Solved, but not to the asked tolerance: look at its gap before using it.',
  failed: 'Could not be computed; its message says why.',
  running: 'Being computed now.',
  queued: 'Not begun yet.',
  skipped: 'Left out by the manifest or for its input.',
  paused: 'Begins no more pairs until it is resumed.',
  finished: 'Every pair was tried.',
  cancelled: 'Stopped by hand. Solved pairs are kept; it can be resumed.',
  interrupted: 'The program that ran it ended unexpectedly. Solved pairs are kept; it can be resumed.',
}
