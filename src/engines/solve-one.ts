import type { Solution } from '../core/transport/solution.ts'
import type { Engine, JobAnswer, SolveJob } from './engine.ts'

/** The answer to a batch of one; `failed` where the engine gives none. */
export async function answerOne(engine: Engine, job: SolveJob, signal?: AbortSignal): Promise<JobAnswer> {
  for await (const answer of engine.solve([job], signal)) return answer
  return { kind: 'failed', index: 0, error: `the ${engine.name} engine gave no answer` }
}

/**
 * The solution of a batch of one.
 *
 * @throws Error with the engine's message where it fails or gives no answer
 */
export async function solveOne(engine: Engine, job: SolveJob, signal?: AbortSignal): Promise<Solution> {
  const answer = await answerOne(engine, job, signal)
  if (answer.kind === 'failed') throw new Error(answer.error)
  return { potentials: answer.potentials, iterations: answer.iterations }
}
