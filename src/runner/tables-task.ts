import { RunStore } from '../study/run-store.ts'
import { writeStudyTables } from './study-tables.ts'

/** A study's tables and a run's log, to be written. */
export interface TablesTask {
  readonly studyDir: string
  readonly runId: string
}

/** Writes a study's tables and a run's log from its store, over a connection of its own. */
export async function runTablesTask({ studyDir, runId }: TablesTask): Promise<void> {
  using store = RunStore.open(studyDir)
  await writeStudyTables(studyDir, store, runId)
}
