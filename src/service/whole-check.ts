import type { Decisions, FrameChecks } from './frame-checks.ts'
import type { OpenTable } from './open-tables.ts'
import { whilePending } from './while-pending.ts'

/** A check of all of a table's frames, for as many callers as want to see it; it ends with the last of them. */
export class WholeCheck {
  readonly #work: Promise<void>
  readonly #abort = new AbortController()
  readonly #frameCount: number
  #framesDone = 0
  #watchers = 0
  isRunning = true

  constructor({ index }: OpenTable, checks: FrameChecks, decisions: Decisions) {
    const stale = checks.stale(index.embryos.keys(), decisions)
    this.#frameCount = stale.reduce((sum, id) => sum + (index.embryos.get(id)?.length ?? 0), 0)
    const onFrame = () => {
      this.#framesDone++
    }
    this.#work = checks.check(stale, decisions, this.#abort.signal, onFrame).finally(() => {
      this.isRunning = false
    })
    this.#work.catch(() => {})
  }

  /** How far it is, several times a second, until it is done. */
  async *watch(signal: AbortSignal | undefined): AsyncGenerator<{ framesDone: number; frameCount: number }> {
    this.#watchers++
    try {
      for await (const framesDone of whilePending(this.#work, () => this.#framesDone, signal)) {
        yield { framesDone, frameCount: this.#frameCount }
      }
      await this.#work
    } finally {
      if (--this.#watchers === 0) this.#abort.abort()
    }
  }
}
