import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { Piscina } from 'piscina'
import type { SolveJob } from '../engines/engine.ts'
import type { DemoFiles } from '../study/demo-files.ts'
import type { DemoTask } from './demo-task.ts'
import type { FrameResult, FrameTask } from './frame-task.ts'
import type { SolveElsewhere } from './hosted-solver.ts'
import type { Morph, MorphTask } from './morph-task.ts'
import type { PairResult, PairTask, SelfResult, SelfTask } from './pair-task.ts'
import type { TablesTask } from './tables-task.ts'

/** Threads that decode, place and solve, so that nothing blocks the process they belong to. */
export interface WorkerPool extends AsyncDisposable {
  /** how many tasks are taken on at once */
  readonly tasksAtOnce: number
  placeFrame(task: FrameTask): Promise<FrameResult>
  makeDemo(task: DemoTask): Promise<DemoFiles>
  makeMorph(task: MorphTask): Promise<Morph>
  solveSelf(task: SelfTask): Promise<SelfResult>
  /** Ends all threads but the one that writes tables: a long run's memory would be largest while that writes its last ones. */
  endSolvers(): Promise<void>
  /** writes a study's tables from its store; done, also after the pool's signal said stop */
  writeTables(task: TablesTask): Promise<void>
  /** @param elsewhere solves what the worker has prepared, where the engine does not live in it */
  solvePair(task: PairTask, elsewhere?: SolveElsewhere): Promise<PairResult>
}

/**
 * Room for a worker's young objects. Nearly all that a pair makes dies young; left alone, V8 gives it four times as much after some hundred pairs,
 * for no less time (18.8 s of CPU for 150 pairs either way).
 */
const YOUNG_MB = 24

/** Nearly all that writing tables makes is a row's text and cells, which are let go with the next row. */
const TABLES_YOUNG_MB = 8

/** As many workers as there are cores. */
export function defaultWorkers(): number {
  return availableParallelism()
}

export interface PoolOptions {
  readonly workers: number
  /** more than one where tasks wait for an engine elsewhere, so that others go on meanwhile */
  readonly tasksPerWorker: number
}

/** Starts a pool; `signal` ends its threads and whatever they were doing. */
export function workerPool({ workers, tasksPerWorker }: PoolOptions, signal: AbortSignal): WorkerPool {
  // a thread of its own: a worker that is stopped under its pair must not keep the last tables from being written
  const tables = new Piscina({
    filename: fileOf('tables-task'),
    minThreads: 0,
    maxThreads: 1,
    // once begun it stays: to begin anew for each writing, with its modules and its memory, costs more
    idleTimeout: Infinity,
    resourceLimits: { maxYoungGenerationSizeMb: TABLES_YOUNG_MB },
  })
  const pool = new Piscina({
    filename: fileOf('pair-task'),
    minThreads: 1,
    maxThreads: workers,
    concurrentTasksPerWorker: tasksPerWorker,
    idleTimeout: 10_000,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  })
  // not by a signal for each task: beside a task that has one, Piscina gives a worker no second
  const stop = () => void pool.destroy()
  signal.addEventListener('abort', stop, { once: true })

  async function run(task: object, options: Parameters<typeof pool.run>[1]) {
    signal.throwIfAborted()
    try {
      return await pool.run(task, options)
    } catch (error) {
      signal.throwIfAborted()
      throw error
    }
  }

  async function solvePair(task: PairTask, elsewhere?: SolveElsewhere): Promise<PairResult> {
    if (!elsewhere) return run(task, { name: 'runPairTask' })
    const { port1, port2 } = new MessageChannel()
    port1.on('message', async (job: SolveJob) => port1.postMessage(await elsewhere(job)))
    try {
      return await run({ ...task, port: port2 }, { name: 'runPairTask', transferList: [port2] })
    } finally {
      port1.close()
    }
  }

  return {
    // one more than is worked on, so that no worker waits for the next
    tasksAtOnce: workers * tasksPerWorker + 1,
    placeFrame: (task) => run(task, { filename: fileOf('frame-task'), name: 'runFrameTask' }),
    makeMorph: (task) => run(task, { filename: fileOf('morph-task'), name: 'runMorphTask' }),
    makeDemo: (task) => run(task, { filename: fileOf('demo-task'), name: 'runDemoTask' }),
    solveSelf: (task) => run(task, { name: 'runSelfTask' }),
    solvePair,
    endSolvers: () => pool.destroy(),
    writeTables: (task) => tables.run(task, { name: 'runTablesTask' }),
    // ends all threads at once; what they were doing is lost
    [Symbol.asyncDispose]: async () => {
      signal.removeEventListener('abort', stop)
      await Promise.all([pool.destroy(), tables.destroy()])
    },
  }
}

/**
 * The module whose functions a thread runs, a pool's own as it starts, others when first needed: a table's writer is as large as all the rest.
 * The sources run as they are in development, compiled once installed.
 */
function fileOf(task: 'demo-task' | 'frame-task' | 'morph-task' | 'pair-task' | 'tables-task'): string {
  return new URL(`./${task}${extname(import.meta.filename)}`, import.meta.url).href
}
