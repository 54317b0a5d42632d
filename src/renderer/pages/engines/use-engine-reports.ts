import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { EngineView } from '../../../api/engines-contract.ts'
import { useApi } from '../../data/api-context.ts'

/** What is known of an engine. */
export interface EngineState {
  readonly name: string
  /** undefined until it was tried */
  readonly report: EngineView | undefined
  readonly error: unknown
  readonly isTesting: boolean
  readonly test: () => Promise<void>
}

/** The reports of the engines, tried one after another: at once, each would slow the others' timing down. */
export function useEngineReports(names: readonly string[]): {
  readonly all: readonly EngineState[]
  readonly test: (name: string) => Promise<void>
  readonly testAll: () => Promise<void>
} {
  const api = useApi()
  const queries = useQueryClient()
  const [testing, setTesting] = useState<string | null>(null)
  const [failures, setFailures] = useState<Readonly<Record<string, unknown>>>({})
  const optionsOf = (name: string) =>
    api.engines.report.queryOptions({ input: { name }, staleTime: Number.POSITIVE_INFINITY })

  // the next is asked for when the one before has answered
  const reports = useQueries({
    queries: names.map((name) => ({ ...optionsOf(name), enabled: false })),
  })
  const next = names.findIndex((_, index) => !reports[index]?.data && !reports[index]?.error)
  useQueries({
    queries: names.map((name, index) => ({ ...optionsOf(name), enabled: index === next && testing === null })),
  })

  const test = async (name: string) => {
    setTesting(name)
    setFailures((before) => ({ ...before, [name]: undefined }))
    try {
      queries.setQueryData(optionsOf(name).queryKey, await api.engines.report.call({ name, again: true }))
      await queries.invalidateQueries({ queryKey: api.engines.auto.key() })
    } catch (error) {
      setFailures((before) => ({ ...before, [name]: error }))
    } finally {
      setTesting(null)
    }
  }

  return {
    all: names.map((name, index) => {
      const query = reports[index]
      const isTesting = testing === name || query?.isFetching === true || (testing === null && index === next)
      return {
        name,
        report: query?.data,
        error: failures[name] ?? query?.error ?? null,
        isTesting,
        test: () => test(name),
      }
    }),
    test,
    testAll: async () => {
      for (const name of names) await test(name)
    },
  }
}
