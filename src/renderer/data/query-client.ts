import { QueryClient } from '@tanstack/react-query'

/** How long an answer is taken as it is before the next look reads it again, ms. */
const FRESH_MS = 2000

/** Queries fail at once: a refusal is no accident, and what was lost is read again when the service is back. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // the service is on this machine, whatever the network does
      queries: { networkMode: 'always', retry: false, staleTime: FRESH_MS },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}
