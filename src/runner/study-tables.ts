import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeFileAtomicSync } from '../study/atomic-file.ts'
import { decodeParquet, encodeParquet, type ParquetRows, parquetColumn, upsertRows } from '../study/parquet-table.ts'
import { encodeRunLog, type RunLogRow } from '../study/run-log.ts'
import type { PairStanding, Row, RunStore } from '../study/run-store.ts'
import { featureColumns, METRIC_COLUMNS } from '../study/table-columns.ts'

export const METRICS_FILE = 'ot_pair_metrics.parquet'
export const FEATURES_FILE = 'ot_feature_matrix.parquet'

/** Path of a run's log. */
export function runLogPath(studyDir: string, runId: string): string {
  return join(studyDir, `run_log_${runId}.csv`)
}

/**
 * Writes both tables and a run's log from the store (contract §8). Rows of runs that the store doesn't know, such as the original's,
 * are kept as they are.
 */
export function writeStudyTables(studyDir: string, store: RunStore, runId: string): void {
  store.whileLocked(() => {
    writeTables(studyDir, store)
    writeFileAtomicSync(runLogPath(studyDir, runId), encodeRunLog(store.pairStates(runId).flatMap(logRow)))
  })
}

/** Takes a run out of the store and its rows out of both tables. */
export function removeFromTables(studyDir: string, store: RunStore, runId: string): void {
  store.whileLocked(() => {
    store.removeRun(runId)
    const isWritten = [METRICS_FILE, FEATURES_FILE].some((file) => existsSync(join(studyDir, file)))
    if (isWritten) writeTables(studyDir, store, runId)
  })
}

/** @param removedRunId a run that the store no longer knows, but whose rows are ours all the same */
function writeTables(studyDir: string, store: RunStore, removedRunId?: string): void {
  const metrics = () => store.tableRows().flatMap(({ metrics: row }) => (row ? [row] : []))
  const features = () => store.tableRows().flatMap(({ features: row }) => (row ? [row] : []))
  const own = new Set(store.runs().map(({ runId }) => runId))
  if (removedRunId !== undefined) own.add(removedRunId)
  writeTable(join(studyDir, METRICS_FILE), { columns: METRIC_COLUMNS, rows: metrics() }, own)
  writeTable(join(studyDir, FEATURES_FILE), { columns: featureColumns(mostBands(features())), rows: features() }, own)
}

/** Run ids that stand in a study's tables without being known to its store. */
export function foreignRunIds(studyDir: string, store: RunStore | undefined): ReadonlySet<string> {
  const own = new Set(store?.runs().map(({ runId }) => runId))
  return new Set(
    [METRICS_FILE, FEATURES_FILE].flatMap((file) => [...foreignIdsIn(tableBytes(join(studyDir, file)), own)]),
  )
}

function writeTable(path: string, ours: ParquetRows, own: ReadonlySet<string>): void {
  const bytes = tableBytes(path)
  // to see that all rows are ours takes next to nothing; to decode thousands of them does not
  const foreignIds = foreignIdsIn(bytes, own)
  if (bytes === undefined || foreignIds.size === 0) {
    writeFileAtomicSync(path, encodeParquet(ours))
    return
  }
  const theirs = decodeParquet(bytes)
  const kept = { ...theirs, rows: theirs.rows.filter((row) => foreignIds.has(String(row.run_id))) }
  writeFileAtomicSync(path, encodeParquet(upsertRows(kept, { ...ours, rows: [...ours.rows] })))
}

function foreignIdsIn(bytes: Uint8Array | undefined, own: ReadonlySet<string>): ReadonlySet<string> {
  if (bytes === undefined) return new Set()
  // rows without a run are somebody else's
  const ids = parquetColumn(bytes, 'run_id') ?? [undefined]
  return new Set(ids.map(String).filter((id) => !own.has(id)))
}

function tableBytes(path: string): Uint8Array | undefined {
  return existsSync(path) ? readFileSync(path) : undefined
}

function mostBands(features: Iterable<Row>): number {
  let most = 0
  for (const row of features) most = Math.max(most, Number(row.n_dct_bands ?? 0))
  return most
}

function logRow({ runId, pairId, state, runtimeSec, cost, error }: PairStanding): RunLogRow[] {
  switch (state) {
    case 'ok':
    case 'unconverged':
      return [{ runId, pairId, status: 'ok', runtimeSec, cost, error }]
    case 'failed':
    case 'skipped':
      return [{ runId, pairId, status: state, runtimeSec, cost, error }]
    case 'queued':
    case 'running':
      return []
  }
}
