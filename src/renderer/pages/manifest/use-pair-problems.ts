import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { PairProblem } from '../../../api/manifest-contract.ts'
import { useApi } from '../../data/api-context.ts'
import type { DraftPair } from './draft-store.ts'

/** What is wrong with the draft's pairs, by their keys; the last answer stays until the next is there. */
export function usePairProblems(
  studyDir: string,
  pairs: readonly DraftPair[],
): { readonly problems: ReadonlyMap<number, readonly PairProblem[]>; readonly error: Error | null } {
  const api = useApi()
  const plain = useMemo(() => pairs.map(({ pair }) => pair), [pairs])
  const { data, error } = useQuery({
    // thousands of pairs make a long key: what they are is told by the draft
    queryKey: [...api.manifest.check.key(), studyDir, draftNumber(pairs)],
    queryFn: async ({ signal }) => {
      const found = await api.manifest.check.call({ studyDir, pairs: plain }, { signal })
      return Map.groupBy(found, ({ index }) => pairs[index]?.key ?? -1)
    },
    enabled: pairs.length > 0,
    placeholderData: keepPreviousData,
    // decisions about frames may have been made elsewhere
    staleTime: 0,
  })
  return { problems: pairs.length === 0 ? NONE : (data ?? NONE), error }
}

const NONE: ReadonlyMap<number, readonly PairProblem[]> = new Map()

const numbers = new WeakMap<readonly DraftPair[], number>()
let last = 0

/** Drafts are never changed: the same list is the same draft. */
function draftNumber(pairs: readonly DraftPair[]): number {
  const known = numbers.get(pairs) ?? ++last
  numbers.set(pairs, known)
  return known
}
