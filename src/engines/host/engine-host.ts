import type { Engine, EngineName, JobAnswer, Probe, SolveJob } from '../engine.ts'
import { type EngineHome, type EngineRegistry, registry as ownRegistry } from '../engine-registry.ts'
import { type HostLife, hostLife } from './host-life.ts'
import { hostOpener } from './open-host.ts'
import { packJob } from './packed-job.ts'

/** An engine that lives in a thread or a process of its own: the same interface, and it may die alone. */
export interface HostedEngine extends Engine {
  /** Calls `listener` whenever the engine's home ends unasked, with the reason, for people. The next question starts it again. */
  onDeath(listener: (reason: string) => void): void
}

export interface HostOptions {
  readonly registry?: EngineRegistry
  /** where the engine is to live, if not where it chooses to */
  readonly home?: Exclude<EngineHome, 'caller'>
  /** it counts as dead when it is asked something and says nothing for so long, or for what its registry says, if that is less */
  readonly silenceSec?: number
}

/** The largest pair takes a slow engine minutes. */
const SILENCE_SEC = 600
/** For a first question: a library that has not been loaded by then never will be. */
export const PROBE_SILENCE_SEC = 60

const DISPOSED = 'it has been disposed of'

/**
 * Hosts an engine. Nothing is started before it is first asked. What was asked of a host that dies is answered: jobs as `failed` with
 * `engineDied`, a probe as not usable.
 */
export function hostEngine(name: EngineName, options: HostOptions = {}): HostedEngine {
  const { registry = ownRegistry } = options
  const silenceSec = Math.min(options.silenceSec ?? SILENCE_SEC, registry.engines[name].silenceSec ?? SILENCE_SEC)
  const open = hostOpener(options.home ?? homeOf(name, registry), registry.openProcess)
  const listeners: ((reason: string) => void)[] = []
  let life: HostLife | undefined
  let disposed = false

  function living(): HostLife {
    life ??= hostLife((onMessage) => open({ registryUrl: registry.url, engineName: name }, onMessage), silenceSec, died)
    return life
  }

  function died(reason: string): void {
    life = undefined
    if (!disposed) for (const listener of listeners) listener(reason)
  }

  async function probe(): Promise<Probe> {
    if (disposed) return { usable: false, reason: DISPOSED }
    const reply = await living().ask({ kind: 'probe' }).next()
    if (reply.kind === 'probed') return reply.probe
    return { usable: false, reason: reply.kind === 'died' ? reply.reason : 'it did not say' }
  }

  async function* solve(jobs: readonly SolveJob[], signal?: AbortSignal): AsyncGenerator<JobAnswer> {
    if (jobs.length === 0 || signal?.aborted) return
    const unanswered = new Set(jobs.keys())
    if (disposed) {
      yield* failures(unanswered, DISPOSED, true)
      return
    }
    const talk = living().ask({ kind: 'solve', jobs: jobs.map(packJob) })
    signal?.addEventListener('abort', talk.leave)
    try {
      for (;;) {
        const reply = await talk.next()
        switch (reply.kind) {
          case 'answer':
            unanswered.delete(reply.answer.index)
            yield reply.answer
            break
          case 'done':
            yield* failures(unanswered, reply.error ?? `the ${name} engine gave no answer`)
            return
          case 'died':
            yield* failures(unanswered, reply.reason, true)
            return
          default:
            return
        }
      }
    } finally {
      signal?.removeEventListener('abort', talk.leave)
      talk.leave()
    }
  }

  return {
    name,
    probe,
    solve,
    onDeath: (listener) => void listeners.push(listener),
    dispose: async () => {
      disposed = true
      await life?.end()
    },
  }
}

function homeOf(name: EngineName, registry: EngineRegistry): Exclude<EngineHome, 'caller'> {
  const { home } = registry.engines[name]
  return home === 'caller' ? 'thread' : home
}

function* failures(indices: Iterable<number>, error: string, engineDied = false): Generator<JobAnswer> {
  for (const index of indices) yield { kind: 'failed', index, error, ...(engineDied ? { engineDied } : {}) }
}
