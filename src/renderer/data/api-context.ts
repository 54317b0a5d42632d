import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { createContext, use } from 'react'
import type { ServiceClient } from '../door/door.ts'

export function createApi(client: ServiceClient) {
  return createTanstackQueryUtils(client)
}
export type Api = ReturnType<typeof createApi>

export const ApiContext = createContext<Api | null>(null)

/** The service's procedures as queries and mutations: `useQuery(api.runs.list.queryOptions({ input: { studyDir } }))`. */
export function useApi(): Api {
  const api = use(ApiContext)
  if (!api) throw new Error('no service: wrap this in ApiContext')
  return api
}
