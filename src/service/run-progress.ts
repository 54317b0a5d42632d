import type { LiveRun } from '../api/runs-contract.ts'
import { engineEventText } from '../runner/engine-event-text.ts'
import type { RunEvent } from '../runner/run-event.ts'
import type { Problem } from '../study/problem.ts'

/** More of what happened to an engine tells nobody more. */
export const MAX_ENGINE_EVENTS = 50

/** A pair is stalled when it takes so many times as long as the median pair, and longer than anybody wonders at. */
const STALLED_TIMES = 10
const STALLED_SEC = 10

/** What a run's events add up to. */
export class RunProgress {
  readonly #workers: number
  readonly #runtimesSec: number[]
  readonly #inFlight = new Map<string, number>()
  readonly #engineEvents: string[] = []
  #phase: 'checking' | 'solving' = 'checking'
  #frames = { framesDone: 0, frameCount: 0 }
  #engine: { engine: string; device: string; because: string } | undefined
  #rate: { pairsPerSec: number; leftSec: number | null; cacheHits: number; cacheMisses: number } | undefined
  #newestPairId: string | null = null
  #problems: readonly Problem[] | undefined
  #changeCount = 0

  /** @param runtimesSec of pairs that were solved before */
  constructor(workers: number, runtimesSec: readonly number[]) {
    this.#workers = workers
    this.#runtimesSec = [...runtimesSec]
  }

  get phase(): 'checking' | 'solving' {
    return this.#phase
  }

  /** What preflight found; undefined until it has ended. */
  get problems(): readonly Problem[] | undefined {
    return this.#problems
  }

  /** How many events there were. */
  get changeCount(): number {
    return this.#changeCount
  }

  add(event: RunEvent, nowMs: number): void {
    this.#changeCount++
    switch (event.kind) {
      case 'preflight-started':
        this.#frames = { framesDone: 0, frameCount: event.frameCount }
        break
      case 'frame-placed':
        this.#frames = { framesDone: event.framesDone, frameCount: event.frameCount }
        break
      case 'preflight-finished':
        this.#problems = event.problems
        break
      case 'run-started':
        this.#phase = 'solving'
        this.#engine = { engine: event.engine, device: event.device, because: event.because }
        break
      case 'pair-started':
        this.#inFlight.set(event.pairId, nowMs)
        break
      case 'pair-finished':
        this.#inFlight.delete(event.pairId)
        if (event.state === 'failed') break
        this.#newestPairId = event.pairId
        this.#runtimesSec.push(event.runtimeSec)
        break
      case 'engine-failed':
      case 'engine-died':
        this.#addEngineEvent(engineEventText(event))
        break
      case 'run-progress': {
        const { pairsPerSec, leftSec, cacheHits, cacheMisses } = event
        this.#rate = { pairsPerSec, leftSec, cacheHits, cacheMisses }
        break
      }
      case 'run-finished':
        this.#inFlight.clear()
    }
  }

  view(nowMs: number): LiveRun {
    return {
      phase: this.#phase,
      ...this.#frames,
      engine: this.#engine?.engine ?? null,
      device: this.#engine?.device ?? null,
      because: this.#engine?.because ?? null,
      workers: this.#workers,
      inFlight: [...this.#inFlight].map(([pairId, startedAtMs]) => ({ pairId, startedAtMs })),
      stalled: this.#stalled(nowMs),
      pairsPerSec: this.#rate?.pairsPerSec ?? null,
      leftSec: this.#rate?.leftSec ?? null,
      cacheHits: this.#rate?.cacheHits ?? 0,
      cacheMisses: this.#rate?.cacheMisses ?? 0,
      newestPairId: this.#newestPairId,
      engineEvents: [...this.#engineEvents],
    }
  }

  #stalled(nowMs: number): string[] {
    const longestMs = 1000 * Math.max(STALLED_SEC, STALLED_TIMES * median(this.#runtimesSec))
    // a pair waits for a worker before it is under way: the one that waits is not the one that stalls
    const working = [...this.#inFlight].slice(0, this.#workers)
    return working.flatMap(([pairId, startedAtMs]) => (nowMs - startedAtMs > longestMs ? [pairId] : []))
  }

  #addEngineEvent(text: string): void {
    this.#engineEvents.push(text)
    if (this.#engineEvents.length > MAX_ENGINE_EVENTS) this.#engineEvents.shift()
  }
}

/** Infinite where there is none: without a pair to compare with, none is slow. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.POSITIVE_INFINITY
}
