import type { JobAnswer, SolveJob } from '../engines/engine.ts'
import type { HostedEngine } from '../engines/host/engine-host.ts'

/** A hosted engine as a run's workers use it: they ask job by job, it is given all that wait as one batch. */
export interface HostedSolver extends AsyncDisposable {
  readonly solve: SolveElsewhere
}

export type SolveElsewhere = (job: SolveJob) => Promise<HostedAnswer>

export interface HostedAnswer {
  readonly answer: JobAnswer
  /** what the engine took for it: its time since the answer before, so that a batch's seconds add up */
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
  let waiting: { readonly job: SolveJob; readonly resolve: (answer: HostedAnswer) => void }[] = []
  let feeding = false
  let deaths = 0
  engine.onDeath((reason) => onDeath({ reason, givenUp: ++deaths >= MOST_DEATHS }))

  async function feed(): Promise<void> {
    feeding = true
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      let sinceMs = performance.now()
      for await (const answer of answers(batch.map(({ job }) => job))) {
        const nowMs = performance.now()
        batch[answer.index].resolve({ answer, solveSec: (nowMs - sinceMs) / 1000 })
        sinceMs = nowMs
      }
    }
    feeding = false
  }

  function answers(jobs: readonly SolveJob[]): AsyncIterable<JobAnswer> | Iterable<JobAnswer> {
    if (deaths < MOST_DEATHS) return engine.solve(jobs, signal)
    return jobs.map((_, index) => ({ kind: 'failed', index, error: 'it has died too often', engineDied: true }))
  }

  return {
    solve: (job) =>
      new Promise((resolve) => {
        waiting.push({ job, resolve })
        if (!feeding) void feed()
      }),
    [Symbol.asyncDispose]: () => engine.dispose(),
  }
}
