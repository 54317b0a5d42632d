import { useState } from 'react'
import type { TableView } from '../../api/data-contract.ts'
import { useApi } from './api-context.ts'
import { useStream } from './use-stream.ts'

export type TableState =
  | { readonly kind: 'reading'; readonly readBytes: number; readonly totalBytes: number; readonly rowCount: number }
  | { readonly kind: 'ready'; readonly table: TableView }
  | { readonly kind: 'failed'; readonly error: unknown }

/**
 * The study's embryo table, read where it was not yet.
 *
 * @param version another one reads again: where the table lies
 */
export function useTable(studyDir: string, version: string | null): { state: TableState; retry: () => void } {
  const api = useApi()
  const [state, setState] = useState<TableState>({ kind: 'reading', readBytes: 0, totalBytes: 0, rowCount: 0 })
  const key = version === null ? null : JSON.stringify([studyDir, version])
  const stream = useStream(key, (signal) => api.data.read.call({ studyDir }, { signal }), setState)
  if (stream.state.kind === 'failed') return { state: stream.state, retry: stream.retry }
  return { state, retry: stream.retry }
}
