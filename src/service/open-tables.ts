import { statSync } from 'node:fs'
import { refusal } from '../study/problem.ts'
import { readTableIndex, type TableIndex, type TableProgress } from '../study/table-index.ts'
import { type YolkIndex, yolkIndex } from '../study/yolk-files.ts'
import { readStudy } from './read-study.ts'

/** A study's embryo table, read, and where its yolks are. */
export interface OpenTable {
  /** another one for every other content: what was derived from the table holds as long as this does */
  readonly id: string
  readonly index: TableIndex
  readonly yolks: YolkIndex | undefined
  readonly dataRoot: string | undefined
}

/** A table that is being read, or was. */
export interface TableReading {
  readonly table: Promise<OpenTable>
  readonly totalBytes: number
  progress(): TableProgress
}

/** so many studies' tables are kept at hand */
const MOST_TABLES = 3

/** The studies' embryo tables, each read once and kept until its file, or the study's choice of it, changes. */
export class OpenTables {
  // in order of their last use
  readonly #readings = new Map<string, TableReading & { readonly id: string }>()

  /** @throws ProblemsError where the study has no table; that it can't be understood is told by the reading's promise */
  reading(studyDir: string): TableReading {
    const { tablePath, dataRoot } = readStudy(studyDir, (store) => store.inputs.get())
    if (tablePath === undefined) throw refusal('no-table', 'the study has no embryo table yet: choose one', studyDir)
    const stat = statSync(tablePath, { throwIfNoEntry: false })
    const id = JSON.stringify([tablePath, stat?.mtimeMs, stat?.size, dataRoot])
    const known = this.#readings.get(studyDir)
    const reading = known?.id === id ? known : { id, ...begin(id, tablePath, dataRoot, stat?.size ?? 0) }
    this.#keep(studyDir, reading)
    return reading
  }

  table(studyDir: string): Promise<OpenTable> {
    return this.reading(studyDir).table
  }

  #keep(studyDir: string, reading: TableReading & { readonly id: string }): void {
    this.#readings.delete(studyDir)
    this.#readings.set(studyDir, reading)
    const [oldest = ''] = this.#readings.keys()
    if (this.#readings.size > MOST_TABLES) this.#readings.delete(oldest)
    // what could not be read is tried again when it is next asked for
    reading.table.catch(() => {
      if (this.#readings.get(studyDir) === reading) this.#readings.delete(studyDir)
    })
  }
}

function begin(id: string, tablePath: string, dataRoot: string | undefined, totalBytes: number): TableReading {
  let progress: TableProgress = { readBytes: 0, rowCount: 0 }
  const read = async (): Promise<OpenTable> => {
    const index = await readTableIndex(tablePath, (next) => {
      progress = next
    })
    const yolks = dataRoot === undefined ? undefined : await yolkIndex(dataRoot)
    return { id, index, yolks, dataRoot }
  }
  return { table: read(), totalBytes, progress: () => progress }
}
