import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { messageOf } from '../core/message-of.ts'
import { type EngineRegistry, registry as ownEngines } from '../engines/engine-registry.ts'
import { openWanted, type WantedHost } from '../engines/host/host-relay.ts'
import { type Problem, ProblemsError } from '../study/problem.ts'
import type { OnEvent, RunEvent, RunSummary } from './run-event.ts'
import type { RunOptions } from './run-options.ts'

/** What a run's thread is to do. */
export interface RunOrder {
  readonly options: RunOptions
  /** of the module whose `registry` it takes */
  readonly enginesUrl: string
  /** hosts in processes are started by whoever ordered the run */
  readonly asksForHosts: boolean
}

export type ToRunThread = 'stop' | 'pause'

/** What came of a run, as it crosses threads: an error would lose its class. */
export type RunOutcome =
  | { readonly kind: 'ended'; readonly summary: RunSummary | undefined }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }
  | { readonly kind: 'broke-off'; readonly message: string }

export type FromRunThread =
  | { readonly kind: 'event'; readonly event: RunEvent }
  | { readonly kind: 'host-wanted'; readonly wanted: WantedHost }
  | { readonly kind: 'outcome'; readonly outcome: RunOutcome }

/** Room for young objects: what a run's own thread makes for a pair dies at once. */
const YOUNG_MB = 12

/**
 * `runBatch` in a thread of its own: whoever ordered the run stays free, and the room for young objects, which V8 goes on widening in a process's first
 * thread (docs/decisions/2026-11-28-run-thread.md), has a limit.
 *
 * @throws ProblemsError where the input or the request can't be run; nothing has been written then
 */
export async function runInThread(
  options: RunOptions,
  onEvent: OnEvent,
  signal: AbortSignal,
  engines: EngineRegistry = ownEngines,
  pause?: AbortSignal,
): Promise<RunSummary | undefined> {
  const { url: enginesUrl, openProcess } = engines
  const thread = new Worker(PROGRAM, {
    workerData: { options, enginesUrl, asksForHosts: openProcess !== undefined } satisfies RunOrder,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  })
  const tell = (message: ToRunThread) => thread.postMessage(message)
  const [onStop, onPause] = [() => tell('stop'), () => tell('pause')]
  if (signal.aborted) onStop()
  if (pause?.aborted) onPause()
  signal.addEventListener('abort', onStop)
  pause?.addEventListener('abort', onPause)

  const ended = Promise.withResolvers<RunOutcome>()
  let outcome: RunOutcome | undefined
  thread.on('message', (said: FromRunThread) => {
    if (said.kind === 'event') onEvent(said.event)
    else if (said.kind === 'outcome') outcome = said.outcome
    else if (openProcess) openWanted(openProcess, said.wanted)
  })
  // an error may overtake what the thread had said before it, its end does not
  thread.on('error', (error) => {
    outcome = { kind: 'broke-off', message: messageOf(error) }
  })
  thread.on('exit', (code) =>
    ended.resolve(outcome ?? { kind: 'broke-off', message: `the run's thread ended with exit code ${code}` }),
  )
  try {
    return summaryOf(await ended.promise)
  } finally {
    signal.removeEventListener('abort', onStop)
    pause?.removeEventListener('abort', onPause)
  }
}

function summaryOf(outcome: RunOutcome): RunSummary | undefined {
  switch (outcome.kind) {
    case 'ended':
      return outcome.summary
    case 'refused':
      throw new ProblemsError(outcome.problems)
    case 'broke-off':
      throw new Error(outcome.message)
  }
}

/** The source as it is in development, compiled once installed. */
const PROGRAM = new URL(`./run-thread-main${extname(import.meta.filename)}`, import.meta.url)
