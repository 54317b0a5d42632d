import { useEffect, useMemo } from 'react'
import { navigate, useAddress } from '../../data/hash-location.ts'
import { routes } from '../../data/routes.ts'
import { type ExploreState, queryOf, stateOf } from './explore-state.ts'

const KEY = 'otolith.explore'

/** What a person chose, as the address holds it; an address that says nothing goes on with what was chosen last in this study. */
export function useExploreState(studyDir: string): {
  readonly state: ExploreState
  readonly change: (changes: Partial<ExploreState>) => void
} {
  const { query } = useAddress()
  const text = query.toString()
  const key = `${KEY} ${studyDir}`
  const state = useMemo(() => stateOf(new URLSearchParams(text)), [text])
  useEffect(() => {
    const last = sessionStorage.getItem(key)
    if (text !== '') sessionStorage.setItem(key, text)
    else if (last) navigate(`${routes.explore(studyDir)}?${last}`, { replace: true })
  }, [key, text, studyDir])
  const change = (changes: Partial<ExploreState>) => {
    const next = queryOf({ ...state, ...changes })
    if (next === '') sessionStorage.removeItem(key)
    navigate(next === '' ? routes.explore(studyDir) : `${routes.explore(studyDir)}?${next}`, { replace: true })
  }
  return { state, change }
}
