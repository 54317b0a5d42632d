import { messageOf } from '../core/message-of.ts'
import type { Solution } from '../core/transport/solution.ts'
import type { JobAnswer, SolveJob } from './engine.ts'

/** The batch of an engine that solves one problem after another: one that fails does not end it, and between two it may be stopped. */
export async function* solveEach(
  jobs: readonly SolveJob[],
  signal: AbortSignal | undefined,
  solve: (job: SolveJob) => Solution | Promise<Solution>,
): AsyncGenerator<JobAnswer> {
  for (const [index, job] of jobs.entries()) {
    if (signal?.aborted) return
    yield await answerTo(index, job, solve)
  }
}

/** What a job comes to: an error is its answer, too. */
export async function answerTo(
  index: number,
  job: SolveJob,
  solve: (job: SolveJob) => Solution | Promise<Solution>,
): Promise<JobAnswer> {
  try {
    return { kind: 'solved', index, ...(await solve(job)) }
  } catch (error) {
    return { kind: 'failed', index, error: messageOf(error) }
  }
}
