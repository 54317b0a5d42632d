import type Database from 'better-sqlite3'

/** A view as the store keeps it: what is in it is for whoever draws it to say. */
export interface SavedViewRecord {
  readonly name: string
  readonly savedAt: string
  readonly view: unknown
}

interface ViewRow {
  readonly name: string
  readonly saved_at: string
  readonly view: string
}

/** The views of a study's fields that a person gave names. */
export class SavedViews {
  readonly #db: Database.Database

  constructor(db: Database.Database) {
    this.#db = db
  }

  /** newest first */
  list(): SavedViewRecord[] {
    const rows = this.#db.prepare<[], ViewRow>('SELECT * FROM views ORDER BY saved_at DESC, name').all()
    return rows.map(({ name, saved_at, view }) => ({ name, savedAt: saved_at, view: JSON.parse(view) }))
  }

  /** In place of the one that has the name, if one has. */
  save({ name, savedAt, view }: SavedViewRecord): void {
    this.#db
      .prepare('INSERT OR REPLACE INTO views (name, saved_at, view) VALUES (?, ?, ?)')
      .run(name, savedAt, JSON.stringify(view))
  }

  remove(name: string): void {
    this.#db.prepare('DELETE FROM views WHERE name = ?').run(name)
  }
}
