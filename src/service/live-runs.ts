import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { LiveRun } from '../api/runs-contract.ts'
import { messageOf } from '../core/message-of.ts'
import { type EngineRegistry, registry as ownEngines } from '../engines/engine-registry.ts'
import type { RunEvent } from '../runner/run-event.ts'
import type { RunOptions } from '../runner/run-options.ts'
import { runInThread } from '../runner/run-thread.ts'
import { type Problem, ProblemsError, refusal } from '../study/problem.ts'
import { RunStore, STORE_FILE } from '../study/run-store.ts'
import { RunProgress } from './run-progress.ts'

/** A run of a study. */
export interface RunRef {
  readonly studyDir: string
  readonly runId: string
}

/** What is known here of a run that is, or was, carried out here. */
export interface LiveRunView {
  /** null once it has ended */
  readonly live: LiveRun | null
  /** what preflight found; undefined until it has ended */
  readonly problems: readonly Problem[] | undefined
  /** why it was refused or broke off; undefined where it was not */
  readonly refused: readonly Problem[] | undefined
  /** another whenever something has happened in it */
  readonly changeCount: number
}

interface Known {
  readonly ref: RunRef
  readonly progress: RunProgress
  readonly stop: AbortController
  readonly pause: AbortController
  /** settles when the run has ended, and never rejects */
  readonly ended: Promise<void>
  hasEnded: boolean
  refused: readonly Problem[] | undefined
}

/**
 * The runs that a service carries out. They go on whether anybody watches or not, several at once where that is asked for, and each of them
 * once: the same run is not begun again while it is under way, here or, which `runBatch` sees to, in another process.
 */
export class LiveRuns implements AsyncDisposable {
  readonly #engines: EngineRegistry
  /** those that ended stay, without what they solved, so that a late watcher still learns why one was refused */
  readonly #known = new Map<string, Known>()
  #isClosed = false

  constructor(engines: EngineRegistry = ownEngines) {
    this.#engines = engines
  }

  /** The runs under way. */
  list(): RunRef[] {
    return [...this.#known.values()].filter(({ hasEnded }) => !hasEnded).map(({ ref }) => ref)
  }

  isLive(ref: RunRef): boolean {
    return this.#live(ref) !== undefined
  }

  view(ref: RunRef, nowMs = Date.now()): LiveRunView | undefined {
    const known = this.#known.get(keyOf(ref))
    if (!known) return undefined
    const { progress, refused, hasEnded } = known
    const live = hasEnded ? null : liveView(known, nowMs)
    return { live, problems: progress.problems, refused, changeCount: progress.changeCount }
  }

  /**
   * Begins a run, or takes one up again. Resolves once its input is read; then it goes on by itself.
   *
   * @throws ProblemsError where it can't be run, or is under way already
   */
  async start(options: RunOptions): Promise<void> {
    const { studyDir, runId } = options
    const key = keyOf(options)
    if (this.#isClosed) throw refusal('closing', 'Otolith is being closed: nothing is begun any more', studyDir)
    const before = this.#live(options)
    // it is told to have ended before its tables are written
    if (before && isGivenUp(before)) await before.ended
    if (this.#live(options)) throw refusal('run-is-live', `the run ${runId} is under way already`, studyDir)
    const progress = new RunProgress(options.workers, knownRuntimesSec(options))
    const stop = new AbortController()
    const pause = new AbortController()
    const read = Promise.withResolvers<void>()
    let isRead = false
    const onEvent = (event: RunEvent) => {
      progress.add(event, Date.now())
      if (event.kind !== 'preflight-started') return
      isRead = true
      read.resolve()
    }
    const running = runInThread(options, onEvent, stop.signal, this.#engines, pause.signal)
    const ended = running.then(
      () => {
        known.hasEnded = true
      },
      (error: unknown) => {
        known.hasEnded = true
        // told to whoever began it, or else to all who watch
        if (!isRead) this.#known.delete(key)
        else if (!stop.signal.aborted) known.refused = problemsOf(error, options)
        read.reject(error)
      },
    )
    const known: Known = {
      ref: { studyDir, runId },
      progress,
      stop,
      pause,
      ended,
      hasEnded: false,
      refused: undefined,
    }
    this.#known.set(key, known)
    await read.promise
  }

  /** Begins no more pairs; those under way are finished. Says whether the run is under way here. */
  pause(ref: RunRef): boolean {
    const known = this.#live(ref)
    known?.pause.abort()
    return known !== undefined
  }

  /** Stops a run at once: pairs under way are lost. Resolves, once it has ended, to whether it was under way here. */
  async stop(ref: RunRef): Promise<boolean> {
    const known = this.#live(ref)
    known?.stop.abort()
    await known?.ended
    return known !== undefined
  }

  /** Stops what runs, so that it can be resumed, and begins nothing any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true
    await Promise.all(this.list().map((ref) => this.stop(ref)))
  }

  #live(ref: RunRef): Known | undefined {
    const known = this.#known.get(keyOf(ref))
    return known?.hasEnded ? undefined : known
  }
}

function liveView({ progress, stop, pause }: Known, nowMs: number): LiveRun {
  const view = progress.view(nowMs)
  if (stop.signal.aborted) return { ...view, phase: 'stopping' }
  return pause.signal.aborted ? { ...view, phase: 'pausing' } : view
}

/** Whether a run that was carried out here is over for everybody else. */
function isGivenUp({ ref: { studyDir, runId }, progress }: Known): boolean {
  if (progress.phase === 'checking') return false
  using store = RunStore.open(studyDir)
  return store.run(runId)?.state !== 'running'
}

function keyOf({ studyDir, runId }: RunRef): string {
  // one folder may be reached on several ways
  return JSON.stringify([existsSync(studyDir) ? realpathSync.native(studyDir) : studyDir, runId])
}

function knownRuntimesSec({ studyDir, runId }: RunRef): number[] {
  if (!existsSync(join(studyDir, STORE_FILE))) return []
  using store = RunStore.open(studyDir)
  const solved = store.pairStates(runId).filter(({ state }) => state === 'ok' || state === 'unconverged')
  return solved.flatMap(({ runtimeSec }) => runtimeSec ?? [])
}

function problemsOf(error: unknown, { studyDir }: RunRef): readonly Problem[] {
  if (error instanceof ProblemsError) return error.problems
  return [{ severity: 'error', scope: 'batch', kind: 'run-broke-off', message: messageOf(error), file: studyDir }]
}
