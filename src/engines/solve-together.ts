import type { Solution } from '../core/transport/solution.ts'
import type { JobAnswer, SolveJob } from './engine.ts'
import { answerTo } from './solve-each.ts'

/** The batch of an engine that solves many problems at once: each answer as it comes. One that fails does not end it, and an abort leaves out what is not done. */
export async function* solveTogether(
  jobs: readonly SolveJob[],
  signal: AbortSignal | undefined,
  solve: (job: SolveJob) => Promise<Solution>,
): AsyncGenerator<JobAnswer> {
  const pending = new Map(jobs.map((job, index) => [index, answerTo(index, job, solve)]))
  while (pending.size > 0) {
    const next = await Promise.race(pending.values())
    pending.delete(next.index)
    // one that the abort cut short has no answer
    if (next.kind === 'solved' || !signal?.aborted) yield next
  }
}
