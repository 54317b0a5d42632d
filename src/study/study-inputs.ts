import type Database from 'better-sqlite3'

/** Where a study's embryo table lies, and the folder that holds `segmentation/<yolk…>/`; undefined until chosen. */
export interface InputPaths {
  readonly tablePath?: string
  readonly dataRoot?: string
}

const NAMES = { tablePath: 'table_path', dataRoot: 'data_root' } as const satisfies Record<keyof InputPaths, string>

/** The inputs that a study was last given: those of its next run, unless it is told others. */
export class StudyInputs {
  readonly #db: Database.Database

  constructor(db: Database.Database) {
    this.#db = db
  }

  get(): InputPaths {
    const [tablePath, dataRoot] = [this.#read(NAMES.tablePath), this.#read(NAMES.dataRoot)]
    return { ...(tablePath === undefined ? {} : { tablePath }), ...(dataRoot === undefined ? {} : { dataRoot }) }
  }

  /** Sets what is given; null takes one away. */
  set(paths: { readonly tablePath?: string | null; readonly dataRoot?: string | null }): void {
    this.#db.transaction(() => {
      for (const key of ['tablePath', 'dataRoot'] as const) {
        const path = paths[key]
        if (path === undefined) continue
        if (path === null) this.#db.prepare('DELETE FROM study WHERE name = ?').run(NAMES[key])
        else this.#db.prepare('INSERT OR REPLACE INTO study (name, value) VALUES (?, ?)').run(NAMES[key], path)
      }
    })()
  }

  #read(name: string): string | undefined {
    return this.#db.prepare<[string], { value: string }>('SELECT value FROM study WHERE name = ?').get(name)?.value
  }
}
