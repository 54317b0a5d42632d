import type Database from 'better-sqlite3'
import type { HandCorrection } from '../core/canonical/place-frame.ts'
import { type FrameRef, frameKey } from './embryo-table.ts'

/** What a person decided about a frame. */
export interface FrameDecision extends FrameRef {
  /** why it is left out; null where it is not */
  readonly excludedBecause: string | null
  /** null where nothing was decided; neither turned nor flipped: it lies right as it was placed, whatever its neighbours say */
  readonly correction: HandCorrection | null
}

/** One act of deciding, over any number of frames. */
export interface FrameEdit {
  readonly editId: number
  readonly at: string
  readonly kind: EditKind
  readonly frames: readonly FrameRef[]
  /** of an exclusion */
  readonly reason: string
  readonly isUndone: boolean
}

export type EditKind = 'exclude' | 'include' | 'correct'

/** Which frames a person left out, turned or flipped, and every step of it, so that each can be undone and done again. */
export class FrameDecisions {
  readonly #db: Database.Database

  constructor(db: Database.Database) {
    this.#db = db
  }

  /** What holds now, by `frameKey`; frames about which nothing was decided are not in it. */
  all(): ReadonlyMap<string, FrameDecision> {
    const rows = this.#db.prepare<[], DecisionRow>('SELECT * FROM frame_decisions').all()
    return new Map(rows.map((row) => [frameKey(row.embryo_id, row.frame_index), decisionOf(row)]))
  }

  exclude(frames: readonly FrameRef[], reason: string): void {
    this.#edit('exclude', frames, reason, (decision) => ({ ...decision, excludedBecause: reason }))
  }

  include(frames: readonly FrameRef[]): void {
    this.#edit('include', frames, '', (decision) => ({ ...decision, excludedBecause: null }))
  }

  /** Replaces a frame's correction; null takes it away. */
  correct(frame: FrameRef, correction: HandCorrection | null): void {
    this.#edit('correct', [frame], '', (decision) => ({ ...decision, correction }))
  }

  /** Another text after every edit, undo and redo: what was derived from `all` still holds while it is the same. */
  version(): string {
    const row = this.#db
      .prepare<[], { lastId: number | null; undone: number | null }>(
        'SELECT max(edit_id) AS lastId, sum(is_undone) AS undone FROM frame_edits',
      )
      .get()
    return JSON.stringify(row)
  }

  /** Newest first. */
  edits(): FrameEdit[] {
    return this.#db
      .prepare<[], EditRow>('SELECT * FROM frame_edits ORDER BY edit_id DESC')
      .all()
      .map((row) => ({
        editId: row.edit_id,
        at: row.at,
        kind: row.kind,
        frames: decisionsIn(row.after).map(({ embryoId, frameIndex }) => ({ embryoId, frameIndex })),
        reason: row.reason,
        isUndone: row.is_undone === 1,
      }))
  }

  /** Undoes the last edit that stands; says whether there was one. */
  undo(): boolean {
    return this.#step('SELECT * FROM frame_edits WHERE is_undone = 0 ORDER BY edit_id DESC LIMIT 1', 1)
  }

  /** Does the last undone edit again; says whether there was one. */
  redo(): boolean {
    return this.#step('SELECT * FROM frame_edits WHERE is_undone = 1 ORDER BY edit_id LIMIT 1', 0)
  }

  #step(select: string, isUndone: 0 | 1): boolean {
    return this.#db.transaction(() => {
      const edit = this.#db.prepare<[], EditRow>(select).get()
      if (!edit) return false
      this.#put(decisionsIn(isUndone ? edit.before : edit.after))
      this.#db.prepare('UPDATE frame_edits SET is_undone = ? WHERE edit_id = ?').run(isUndone, edit.edit_id)
      return true
    })()
  }

  #edit(
    kind: EditKind,
    frames: readonly FrameRef[],
    reason: string,
    change: (decision: FrameDecision) => FrameDecision,
  ): void {
    this.#db.transaction(() => {
      const known = this.all()
      const before = frames.map(
        ({ embryoId, frameIndex }): FrameDecision =>
          known.get(frameKey(embryoId, frameIndex)) ?? {
            embryoId,
            frameIndex,
            excludedBecause: null,
            correction: null,
          },
      )
      const after = before.map(change)
      this.#put(after)
      // what was undone can't be done again once something else was decided
      this.#db.prepare('DELETE FROM frame_edits WHERE is_undone = 1').run()
      this.#db
        .prepare('INSERT INTO frame_edits (at, kind, reason, is_undone, before, after) VALUES (?, ?, ?, 0, ?, ?)')
        .run(new Date().toISOString(), kind, reason, JSON.stringify(before), JSON.stringify(after))
    })()
  }

  #put(decisions: readonly FrameDecision[]): void {
    const remove = this.#db.prepare('DELETE FROM frame_decisions WHERE embryo_id = ? AND frame_index = ?')
    const keep = this.#db.prepare('INSERT OR REPLACE INTO frame_decisions VALUES (?, ?, ?, ?, ?)')
    for (const { embryoId, frameIndex, excludedBecause, correction } of decisions) {
      const [turned, flipped] = correction ? [Number(correction.turned), Number(correction.flipped)] : [null, null]
      if (excludedBecause === null && correction === null) remove.run(embryoId, frameIndex)
      else keep.run(embryoId, frameIndex, excludedBecause, turned, flipped)
    }
  }
}

interface DecisionRow {
  embryo_id: string
  frame_index: number
  excluded_because: string | null
  turned: number | null
  flipped: number | null
}

interface EditRow {
  edit_id: number
  at: string
  kind: EditKind
  reason: string
  is_undone: number
  before: string
  after: string
}

function decisionOf(row: DecisionRow): FrameDecision {
  return {
    embryoId: row.embryo_id,
    frameIndex: row.frame_index,
    excludedBecause: row.excluded_because,
    correction: row.turned === null ? null : { turned: row.turned === 1, flipped: row.flipped === 1 },
  }
}

function decisionsIn(text: string): readonly FrameDecision[] {
  return JSON.parse(text)
}
