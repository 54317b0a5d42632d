import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type PreparedFile, prepareFile } from '../study/atomic-file.ts'
import { decodeParquet, encodeParquet, type ParquetRows, parquetColumn, upsertRows } from '../study/parquet-table.ts'
import { encodeRunLog, type RunLogRow } from '../study/run-log.ts'
import { type PairStanding, type Row, RunStore } from '../study/run-store.ts'
import { featureColumns, METRIC_COLUMNS } from '../study/table-columns.ts'

export const METRICS_FILE = 'ot_pair_metrics.parquet'
export const FEATURES_FILE = 'ot_feature_matrix.parquet'

/** Path of a run's log. */
export function runLogPath(studyDir: string, runId: string): string {
  return join(studyDir, `run_log_${runId}.csv`)
}

/** Another process may put its tables in place meanwhile; that it does so this often in a row is beyond chance. */
const TRIES = 20

/**
 * Writes both tables and a run's log from the store (contract §8). Rows of runs that the store doesn't know, such as the original's,
 * are kept as they are.
 *
 * The tables are written beside the old ones, while the store goes on being written to, and take their place within a transaction, unless another
 * process, which may know of more rows, has put its own there meanwhile: then they are written again.
 */
export function writeStudyTables(studyDir: string, store: RunStore, runId: string): Promise<void> {
  return changeTables(studyDir, store, { kind: 'written', runId })
}

/**
 * Takes a run out of the store and its rows out of both tables, in one. Its log is left to the caller.
 *
 * @throws Error where it is under way
 */
export async function removeFromTables(studyDir: string, store: RunStore, runId: string): Promise<void> {
  const isWritten = [METRICS_FILE, FEATURES_FILE].some((file) => existsSync(join(studyDir, file)))
  if (isWritten) await changeTables(studyDir, store, { kind: 'removed', runId })
  else store.removeRun(runId)
}

/** A run that is written into the tables with its log, or taken out of them and the store. */
interface TablesChange {
  readonly kind: 'written' | 'removed'
  readonly runId: string
}

async function changeTables(studyDir: string, store: RunStore, change: TablesChange): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    if (await replaceTables(studyDir, store, change)) return
  }
  throw new Error(`the tables in ${studyDir} are being replaced all the time by another process`)
}

async function replaceTables(studyDir: string, store: RunStore, { kind, runId }: TablesChange): Promise<boolean> {
  const paths = [join(studyDir, METRICS_FILE), join(studyDir, FEATURES_FILE)] as const
  const before = paths.map(standing)
  // a connection of its own: one whose rows are being read can't be written by
  using snapshot = RunStore.open(studyDir, { readOnly: true })
  return await snapshot.whileUnchanged(async () => {
    const leftOut = kind === 'removed' ? runId : null
    using metricsFile = await prepareTable(
      paths[0],
      { columns: METRIC_COLUMNS, rows: snapshot.tableRows('metrics', leftOut) },
      snapshot,
    )
    const columns = featureColumns(mostBands(snapshot.tableRows('features', leftOut)))
    using featuresFile = await prepareTable(
      paths[1],
      { columns, rows: snapshot.tableRows('features', leftOut) },
      snapshot,
    )
    const log = encodeRunLog(snapshot.pairStates(runId).flatMap(logRow))
    using logFile = kind === 'written' ? await prepareFile(runLogPath(studyDir, runId), [log]) : undefined
    return store.whileLocked(() => {
      if (paths.some((path, i) => standing(path) !== before[i])) return false
      if (kind === 'removed') store.removeRun(runId)
      for (const file of [metricsFile, featuresFile, logFile]) file?.putInPlace()
      return true
    })
  })
}

/** tells one file at a path from the next */
function standing(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats ? `${stats.ino} ${stats.mtimeMs} ${stats.size}` : ''
}

/** Run ids that stand in a study's tables without being known to its store. */
export function foreignRunIds(studyDir: string, store: RunStore | undefined): ReadonlySet<string> {
  return new Set(
    [METRICS_FILE, FEATURES_FILE].flatMap((file) => [...foreignIdsIn(tableBytes(join(studyDir, file)), store)]),
  )
}

function prepareTable(path: string, ours: ParquetRows, store: RunStore): Promise<PreparedFile> {
  const bytes = tableBytes(path)
  // to see that all rows are ours takes next to nothing; to decode thousands of them does not
  const foreignIds = foreignIdsIn(bytes, store)
  if (bytes === undefined || foreignIds.size === 0) return prepareFile(path, encodeParquet(ours))
  const theirs = decodeParquet(bytes)
  const kept = { ...theirs, rows: theirs.rows.filter((row) => foreignIds.has(String(row.run_id))) }
  return prepareFile(path, encodeParquet(upsertRows(kept, { ...ours, rows: [...ours.rows] })))
}

function foreignIdsIn(bytes: Uint8Array | undefined, store: RunStore | undefined): ReadonlySet<string> {
  if (bytes === undefined) return new Set()
  const known = new Set(store?.runs().map(({ runId }) => runId))
  // rows without a run are somebody else's
  const ids = parquetColumn(bytes, 'run_id') ?? [undefined]
  return new Set(ids.map(String).filter((id) => !known.has(id)))
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
