import { useQueries } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import type { FrameRow, RowQuery } from '../../../api/data-contract.ts'
import { useApi } from '../../data/api-context.ts'

const PAGE_ROWS = 200

/** The rows that a query gives, read a page at a time as they come into view. */
export interface FrameRows {
  /** undefined until the first page is there */
  readonly total: number | undefined
  readonly rowAt: (index: number) => FrameRow | undefined
  readonly onRange: (first: number, last: number) => void
  readonly error: Error | null
  readonly retry: () => void
}

export function useFrameRows(studyDir: string, query: RowQuery): FrameRows {
  const api = useApi()
  const [range, setRange] = useState<readonly [number, number]>([0, PAGE_ROWS - 1])
  const firstPage = Math.floor(range[0] / PAGE_ROWS)
  const lastPage = Math.floor(range[1] / PAGE_ROWS)
  // the first page says how many there are
  const numbers = [...new Set([0, ...Array.from({ length: lastPage - firstPage + 1 }, (_, i) => firstPage + i)])]
  const pages = useQueries({
    queries: numbers.map((page) =>
      api.data.rows.queryOptions({
        input: { studyDir, query, offset: page * PAGE_ROWS, limit: PAGE_ROWS },
        // another order or filter is shown when it is there
        placeholderData: (previous: { total: number; rows: readonly FrameRow[] } | undefined) => previous,
      }),
    ),
  })
  const onRange = useCallback((first: number, last: number) => {
    setRange((known) => (known[0] === first && known[1] === last ? known : [first, last]))
  }, [])
  return {
    total: pages[0]?.data?.total,
    rowAt: (index) => pages[numbers.indexOf(Math.floor(index / PAGE_ROWS))]?.data?.rows[index % PAGE_ROWS],
    onRange,
    error: pages.find(({ error }) => error)?.error ?? null,
    retry: () => {
      for (const page of pages) if (page.error) void page.refetch()
    },
  }
}
