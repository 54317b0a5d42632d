import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { RunUpdate } from '../api/runs-contract.ts'
import { type Problem, refusal } from '../study/problem.ts'
import { type RunStore, STORE_FILE } from '../study/run-store.ts'
import type { LiveRuns, RunRef } from './live-runs.ts'
import { readStudy } from './read-study.ts'
import { runDetails } from './run-details.ts'
import { runSummary } from './run-summary.ts'

/** Nobody sees more than four changes a second. */
const TICK_MS = 250

/** How often the store is looked at where nothing says that something has changed: another process may carry the run out. */
const POLL_MS = 1000

/**
 * A run as it goes on, wherever it is carried out, over pauses, stops and resumes, until `signal` says that nobody watches any more: first
 * all of it, then what is other than before. What is told is what the store says; a run that is carried out here adds what is under way.
 *
 * @throws ProblemsError where there is no such run, or no longer; Error where the study can't be read
 */
export async function* watchRun(ref: RunRef, runs: LiveRuns, signal: AbortSignal): AsyncGenerator<RunUpdate> {
  const watch = new RunWatch(ref, runs)
  do yield* watch.updates(performance.now())
  while (await isNextTick(signal))
}

/** Waits for the next tick; false where nobody waits for it any more. */
async function isNextTick(signal: AbortSignal): Promise<boolean> {
  try {
    await setTimeout(TICK_MS, undefined, { signal })
    return true
  } catch {
    return false
  }
}

/** What a watcher was told, and what is new since. */
class RunWatch {
  readonly #ref: RunRef
  readonly #runs: LiveRuns
  #lookedMs = Number.NEGATIVE_INFINITY
  /** thousands of pairs take their time: no more than a twentieth of it all is spent on looking */
  #notBeforeMs = Number.NEGATIVE_INFINITY
  #changeCount = 0
  /** undefined until something was told */
  #state: string | null | undefined
  #summary = ''
  #live = ''
  #marks: ReadonlyMap<string, string> = new Map()
  #problems: readonly Problem[] | undefined
  #refused: readonly Problem[] | undefined

  constructor(ref: RunRef, runs: LiveRuns) {
    this.#ref = ref
    this.#runs = runs
  }

  /** @param nowMs as `performance.now` tells it */
  updates(nowMs: number): RunUpdate[] {
    const here = this.#runs.view(this.#ref)
    const live = here?.live ?? null
    const liveText = JSON.stringify(live)
    const hasChanged = (here?.changeCount ?? 0) !== this.#changeCount
    const isDue = nowMs >= this.#notBeforeMs && (hasChanged || nowMs - this.#lookedMs >= POLL_MS)
    const stored = isDue ? this.#storeUpdate(here !== undefined) : undefined
    if (isDue) {
      this.#changeCount = here?.changeCount ?? 0
      this.#lookedMs = nowMs
      this.#notBeforeMs = nowMs + 20 * (performance.now() - nowMs)
    }

    const updates: RunUpdate[] = []
    if (stored || liveText !== this.#live) {
      updates.push({ ...(stored ?? { kind: 'changed', run: null, pairs: [] }), live })
    }
    const { problems, refused } = here ?? {}
    if (problems && problems !== this.#problems) updates.push({ kind: 'checked', problems })
    if (refused && refused !== this.#refused) updates.push({ kind: 'refused', problems: refused })

    this.#live = liveText
    this.#problems = problems
    this.#refused = refused
    return updates
  }

  /** What the store says that was not told before; undefined where that is nothing. */
  #storeUpdate(isKnownHere: boolean): StoreUpdate | undefined {
    const { studyDir, runId } = this.#ref
    // a study's first run is in no store until its input is checked
    if (isKnownHere && !existsSync(join(studyDir, STORE_FILE))) return this.#withoutRun()
    return readStudy(studyDir, (store) => {
      const run = store.run(runId)
      if (run) return this.#runUpdate(store, run)
      if (isKnownHere) return this.#withoutRun()
      throw refusal('unknown-run', `the study has no run ${runId}${this.#state ? ' any more' : ''}`, studyDir)
    })
  }

  #withoutRun(): StoreUpdate | undefined {
    if (this.#state === null) return undefined
    this.#state = null
    this.#marks = new Map()
    return { kind: 'snapshot', run: null, pairs: [] }
  }

  #runUpdate(store: RunStore, run: Parameters<typeof runDetails>[2]): StoreUpdate | undefined {
    const { studyDir } = this.#ref
    const marks = store.pairMarks(run.runId)
    const summary = runSummary(studyDir, run, store.countPairs(run.runId))
    const summaryText = JSON.stringify(summary)
    const changed = [...marks].flatMap(([pairId, mark]) => (this.#marks.get(pairId) === mark ? [] : [pairId]))
    const isAnother = this.#state !== run.state
    if (!isAnother && changed.length === 0 && summaryText === this.#summary) return undefined
    this.#state = run.state
    this.#marks = marks
    this.#summary = summaryText
    return isAnother
      ? { kind: 'snapshot', run: runDetails(studyDir, store, run), pairs: store.pairGlances(run.runId) }
      : { kind: 'changed', run: summary, pairs: store.glancesOf(run.runId, changed) }
  }
}

type WithoutLive<Update> = Update extends { readonly live: unknown } ? Omit<Update, 'live'> : never
type StoreUpdate = WithoutLive<RunUpdate>
