import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { troubleOf } from '../data/problems-of.ts'
import { Failed } from './failed.tsx'
import { Loading } from './loading.tsx'

interface QueryViewProps<Data> {
  readonly query: UseQueryResult<Data>
  /** what does not work where it fails: `The runs can’t be listed` */
  readonly failed: string
  /** said to a screen reader meanwhile */
  readonly loading?: string
  readonly children: (data: Data) => ReactNode
}

/** What a query gives, in each of its states. What was read before stays where reading it again fails, and that is said. */
export function QueryView<Data>({ query, failed, loading, children }: QueryViewProps<Data>) {
  const { data, error } = query
  // the window says by itself that the service is gone
  const isSaid = data !== undefined && error !== null && troubleOf(error).kind === 'lost'
  return (
    <>
      {error && !isSaid && <Failed title={failed} error={error} onRetry={() => query.refetch()} />}
      {data === undefined && !error && <Loading {...(loading === undefined ? {} : { label: loading })} />}
      {data !== undefined && children(data)}
    </>
  )
}
