import { demoProblem } from './demo-problem.ts'
import type { Engine, SolveJob } from './engine.ts'

/** How many at once, at first; four times as many as long as they take no time to speak of: a GPU solves many as fast as one. */
const FEWEST_JOBS = 4
const MOST_JOBS = 64
const ENOUGH_SEC = 0.2
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
  for (let count = firstSec > SLOW_SEC ? 1 : FEWEST_JOBS; ; count *= 4) {
    const sec = await secondsFor(
      engine,
      Array.from({ length: count }, () => job),
    )
    if (sec === undefined) return undefined
    if (sec >= ENOUGH_SEC || count >= MOST_JOBS) return count / sec
  }
}

/** undefined where one of the jobs fails */
async function secondsFor(engine: Engine, jobs: readonly SolveJob[]): Promise<number | undefined> {
  const startMs = performance.now()
  for await (const { kind } of engine.solve(jobs)) if (kind === 'failed') return undefined
  return (performance.now() - startMs) / 1000
}
