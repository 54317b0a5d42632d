import { demoProblem } from './demo-problem.ts'
import type { Engine, SolveJob } from './engine.ts'

/** Enough for an engine that solves several at once to show it. */
const JOBS = 4
/** An engine that took so long for the first pair is asked for one more only. */
const SLOW_SEC = 0.5

/**
 * How many demo pairs a second the engine solves; undefined where it fails. The first pair, with which it loads and compiles, is not
 * counted. Never throws.
 */
export async function measureEngine(engine: Engine): Promise<number | undefined> {
  const job: SolveJob = { problem: demoProblem(), tolerance: 1e-6, maxIterations: 1000 }
  const firstSec = await secondsFor(engine, [job])
  if (firstSec === undefined) return undefined
  const jobs = Array.from({ length: firstSec > SLOW_SEC ? 1 : JOBS }, () => job)
  const sec = await secondsFor(engine, jobs)
  return sec === undefined ? undefined : jobs.length / sec
}

/** undefined where one of the jobs fails */
async function secondsFor(engine: Engine, jobs: readonly SolveJob[]): Promise<number | undefined> {
  const startMs = performance.now()
  for await (const { kind } of engine.solve(jobs)) if (kind === 'failed') return undefined
  return (performance.now() - startMs) / 1000
}
