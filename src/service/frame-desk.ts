import { type Decisions, FrameChecks } from './frame-checks.ts'
import { FramePlacer } from './frame-placer.ts'
import type { StudyFrames } from './frames-at-hand.ts'
import { type OpenTable, OpenTables } from './open-tables.ts'
import { readStudy } from './read-study.ts'
import { RowQueries } from './row-queries.ts'
import { WholeCheck } from './whole-check.ts'

/** What the service keeps at hand of the studies' frames: tables, queries, placed masks, what checks found. */
export class FrameDesk implements AsyncDisposable {
  readonly tables = new OpenTables()
  readonly placer: FramePlacer
  readonly queries = new RowQueries()
  readonly #checks = new WeakMap<OpenTable, FrameChecks>()
  readonly #running = new WeakMap<OpenTable, WholeCheck>()
  readonly #decisions = new Map<string, { readonly version: string; readonly all: Decisions }>()

  /** @param closing aborted when the service ends */
  constructor(closing: AbortSignal) {
    this.placer = new FramePlacer(closing)
  }

  /** @throws ProblemsError where the study has no table, or one that can't be understood */
  async open(studyDir: string): Promise<StudyFrames> {
    const table = await this.tables.table(studyDir)
    const { version, all } = this.#decided(studyDir)
    return { studyDir, table, decisions: all, decisionsVersion: version, checks: this.#checksOf(table) }
  }

  /** The check of all of a table's frames that is under way, or a new one. */
  check({ table, checks, decisions }: StudyFrames): WholeCheck {
    const known = this.#running.get(table)
    if (known?.isRunning) return known
    const check = new WholeCheck(table, checks, decisions)
    this.#running.set(table, check)
    return check
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.placer[Symbol.asyncDispose]()
  }

  #decided(studyDir: string): { readonly version: string; readonly all: Decisions } {
    return readStudy(studyDir, ({ decisions }) => {
      const version = decisions.version()
      const known = this.#decisions.get(studyDir)
      if (known?.version === version) return known
      const read = { version, all: decisions.all() }
      this.#decisions.set(studyDir, read)
      return read
    })
  }

  #checksOf(table: OpenTable): FrameChecks {
    const known = this.#checks.get(table)
    if (known) return known
    const checks = new FrameChecks(this.placer, table)
    this.#checks.set(table, checks)
    return checks
  }
}
