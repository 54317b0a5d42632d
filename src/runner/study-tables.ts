import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeFileAtomicSync } from '../study/atomic-file.ts'
import { decodeParquet, encodeParquet, type ParquetTable, upsertRows } from '../study/parquet-table.ts'
import { encodeRunLog, type RunLogRow } from '../study/run-log.ts'
import type { PairRecord, Row, RunStore } from '../study/run-store.ts'
import { featureColumns, METRIC_COLUMNS, type TableColumn } from '../study/table-columns.ts'

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
    const records = store.tableRows()
    const metrics = records.flatMap(({ metrics: row }) => (row ? [row] : []))
    const features = records.flatMap(({ features: row }) => (row ? [row] : []))
    writeTable(join(studyDir, METRICS_FILE), METRIC_COLUMNS, metrics, store)
    writeTable(join(studyDir, FEATURES_FILE), featureColumns(mostBands(features)), features, store)
    writeFileAtomicSync(runLogPath(studyDir, runId), encodeRunLog(store.pairs(runId).flatMap(logRow)))
  })
}

/** Run ids that stand in a study's tables without being known to its store. */
export function foreignRunIds(studyDir: string, store: RunStore | undefined): ReadonlySet<string> {
  const known = new Set(store?.runs().map(({ runId }) => runId))
  const ids = [METRICS_FILE, FEATURES_FILE].flatMap((file) =>
    (readTable(join(studyDir, file))?.rows ?? []).map((row) => String(row.run_id)),
  )
  return new Set(ids.filter((id) => !known.has(id)))
}

function writeTable(path: string, columns: readonly TableColumn[], rows: readonly Row[], store: RunStore): void {
  const known = new Set(store.runs().map(({ runId }) => runId))
  const foreign = readTable(path)
  const kept = foreign && { ...foreign, rows: foreign.rows.filter((row) => !known.has(String(row.run_id))) }
  const table = { columns: [...columns], rows: [...rows] }
  const merged = kept && kept.rows.length > 0 ? upsertRows(kept, table) : table
  writeFileAtomicSync(path, encodeParquet(merged))
}

function readTable(path: string): ParquetTable | undefined {
  return existsSync(path) ? decodeParquet(readFileSync(path)) : undefined
}

function mostBands(features: readonly Row[]): number {
  return features.reduce((most, row) => Math.max(most, Number(row.n_dct_bands ?? 0)), 0)
}

function logRow({ runId, pairId, state, runtimeSec, cost, error }: PairRecord): RunLogRow[] {
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
