import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { Piscina } from 'piscina'
import type { FrameResult, FrameTask } from './frame-task.ts'
import type { PairResult, PairTask, SelfResult, SelfTask } from './pair-task.ts'

/** Threads that decode, place and solve, so that nothing blocks the process they belong to. */
export interface WorkerPool extends AsyncDisposable {
  readonly workers: number
  placeFrame(task: FrameTask): Promise<FrameResult>
  solveSelf(task: SelfTask): Promise<SelfResult>
  solvePair(task: PairTask): Promise<PairResult>
}

/** As many workers as there are cores. */
export function defaultWorkers(): number {
  return availableParallelism()
}

/** Starts a pool; `signal` ends waiting for its tasks. */
export function workerPool(workers: number, signal: AbortSignal): WorkerPool {
  const pool = new Piscina({
    // the sources run as they are in development, compiled once installed
    filename: new URL(`./worker${extname(import.meta.filename)}`, import.meta.url).href,
    minThreads: 1,
    maxThreads: workers,
    idleTimeout: 10_000,
  })
  return {
    workers,
    placeFrame: (task) => pool.run(task, { name: 'runFrameTask', signal }),
    solveSelf: (task) => pool.run(task, { name: 'runSelfTask', signal }),
    solvePair: (task) => pool.run(task, { name: 'runPairTask', signal }),
    // ends all threads at once; what they were doing is lost
    [Symbol.asyncDispose]: () => pool.destroy(),
  }
}
