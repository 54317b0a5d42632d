import type { JobAnswer, SolveJob } from '../engines/engine.ts'
import type { HostedEngine } from '../engines/host/engine-host.ts'
import { answerOne } from '../engines/solve-one.ts'

/** A hosted engine as a run's workers use it: each job goes to it at once, and one that solves many together has all that are under way. */
export interface HostedSolver extends AsyncDisposable {
  readonly solve: SolveElsewhere
}

export type SolveElsewhere = (job: SolveJob) => Promise<HostedAnswer>

export interface HostedAnswer {
  readonly answer: JobAnswer
  /** the engine's time since its answer before, or since it was asked: what all took together is their sum */
  readonly solveSec: number
}

export interface Death {
  readonly reason: string
  /** it is not started again */
  readonly givenUp: boolean
}

/** An engine that dies so often in one run is not started again. */
const MOST_DEATHS = 3

/** Feeds a hosted engine; after its third death every further job is answered as if it had just died. */
export function hostedSolver(engine: HostedEngine, signal: AbortSignal, onDeath: (death: Death) => void): HostedSolver {
  let deaths = 0
  let lastAnswerMs = 0
  engine.onDeath((reason) => onDeath({ reason, givenUp: ++deaths >= MOST_DEATHS }))

  async function solve(job: SolveJob): Promise<HostedAnswer> {
    const askedMs = performance.now()
    const answer = await ask(job)
    const nowMs = performance.now()
    const solveSec = (nowMs - Math.max(askedMs, lastAnswerMs)) / 1000
    lastAnswerMs = nowMs
    return { answer, solveSec }
  }

  async function ask(job: SolveJob): Promise<JobAnswer> {
    if (deaths < MOST_DEATHS) return answerOne(engine, job, signal)
    return { kind: 'failed', index: 0, error: 'it has died too often', engineDied: true }
  }

  return { solve, [Symbol.asyncDispose]: () => engine.dispose() }
}
