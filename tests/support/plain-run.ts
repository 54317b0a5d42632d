import type { RunOptions } from '../../src/runner/run-options.ts'

/** What a run is told where a test has no reason for anything else: every pair, and every fault an error. */
export const PLAIN_RUN = {
  includeControl: true,
  requireYolk: true,
  resume: true,
  keepGoing: false,
  dryRun: false,
  flushEvery: 25,
} as const satisfies Partial<RunOptions>
