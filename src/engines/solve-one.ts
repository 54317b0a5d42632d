import type { Solution } from '../core/transport/solution.ts'
import type { Engine, SolveJob } from './engine.ts'

/**
 * A batch of one.
 *
 * @throws Error with the engine's message where it fails or gives no answer
 */
export async function solveOne(engine: Engine, job: SolveJob, signal?: AbortSignal): Promise<Solution> {
  for await (const answer of engine.solve([job], signal)) {
    if (answer.kind === 'failed') throw new Error(answer.error)
    return { potentials: answer.potentials, iterations: answer.iterations }
  }
  throw new Error(`the ${engine.name} engine gave no answer`)
}
