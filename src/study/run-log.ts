import { encodeCsv } from './csv-text.ts'

/** A pair's line in the run log (contract §8). */
export interface RunLogRow {
  readonly runId: string
  readonly pairId: string
  readonly status: 'ok' | 'failed' | 'skipped'
  readonly runtimeSec: number | null
  readonly cost: number | null
  readonly error: string | null
}

/** Encodes the text of `run_log_<run_id>.csv`: RFC 4180 with LF line ends, empty cells for what is missing. */
export function encodeRunLog(rows: readonly RunLogRow[]): string {
  const lines = rows.map(({ runId, pairId, status, runtimeSec, cost, error }) => [
    runId,
    pairId,
    status,
    runtimeSec,
    cost,
    error,
  ])
  return encodeCsv(['run_id', 'pair_id', 'status', 'runtime_sec', 'cost', 'error'], lines)
}
