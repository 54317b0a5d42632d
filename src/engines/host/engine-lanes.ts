import type { Engine, EngineName, JobAnswer, SolveJob } from '../engine.ts'
import type { EngineRegistry } from '../engine-registry.ts'
import { hostEngine } from './engine-host.ts'

/**
 * One engine several times, each in a thread of its own of this process: what one thread can't do fast enough, such as feed a large GPU, several
 * can. Each job goes where the fewest are under way. Where a thread dies, what it had is answered as `engineDied`.
 */
export function engineLanes(name: EngineName, registry: EngineRegistry, count: number): Engine {
  const lanes = Array.from({ length: count }, () => ({
    engine: hostEngine(name, { registry, home: 'thread' }),
    underWay: 0,
  }))

  function leastBusy() {
    return lanes.reduce((least, lane) => (lane.underWay < least.underWay ? lane : least))
  }

  async function* solve(jobs: readonly SolveJob[], signal?: AbortSignal): AsyncGenerator<JobAnswer> {
    const shares = new Map(lanes.map((lane) => [lane, [] as number[]]))
    for (const index of jobs.keys()) {
      const lane = leastBusy()
      lane.underWay++
      shares.get(lane)?.push(index)
    }
    const left = new AbortController()
    const signals = signal ? AbortSignal.any([signal, left.signal]) : left.signal
    const answers = [...shares]
      .filter(([, indices]) => indices.length > 0)
      .map(([lane, indices]) => share(lane, indices))
    try {
      yield* together(answers)
    } finally {
      // who leaves early is not kept waiting by those that are not done
      left.abort()
      await Promise.all(answers.map((source) => source.return(undefined)))
    }

    async function* share(lane: (typeof lanes)[number], indices: readonly number[]): AsyncGenerator<JobAnswer> {
      let open = indices.length
      try {
        for await (const answer of lane.engine.solve(
          indices.map((index) => jobs[index]),
          signals,
        )) {
          lane.underWay--
          open--
          yield { ...answer, index: indices[answer.index] }
        }
      } finally {
        lane.underWay -= open
      }
    }
  }

  return {
    name,
    probe: () => lanes[0].engine.probe(),
    solve,
    dispose: async () => {
      await Promise.all(lanes.map(({ engine }) => engine.dispose()))
    },
  }
}

/** What all of them yield, as it comes. */
async function* together<T>(sources: readonly AsyncGenerator<T>[]): AsyncGenerator<T> {
  const next = async (source: AsyncGenerator<T>) => ({ source, result: await source.next() })
  const pending = new Map(sources.map((source) => [source, next(source)]))
  while (pending.size > 0) {
    const { source, result } = await Promise.race(pending.values())
    if (result.done) pending.delete(source)
    else {
      pending.set(source, next(source))
      yield result.value
    }
  }
}
