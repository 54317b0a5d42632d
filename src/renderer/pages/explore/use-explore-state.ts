import { useEffect, useRef, useState } from 'react'
import { navigate, useAddress } from '../../data/hash-location.ts'
import { routes } from '../../data/routes.ts'
import { type ExploreState, queryOf, stateOf } from './explore-state.ts'

const KEY = 'otolith.explore'

/**
 * What a person chose. The address holds it; one that says nothing goes on with what was chosen last in this study. A change shows at once:
 * the address is another only a moment later, and letters typed meanwhile would be lost.
 */
export function useExploreState(studyDir: string): {
  readonly state: ExploreState
  readonly change: (changes: Partial<ExploreState>) => void
} {
  const { query } = useAddress()
  const text = query.toString()
  const key = `${KEY} ${studyDir}`
  const [state, setState] = useState(() => stateOf(query))
  /** what the address says of the state as it is */
  const written = useRef(text)
  useEffect(() => {
    const last = sessionStorage.getItem(key)
    if (text !== '') sessionStorage.setItem(key, text)
    else if (last) navigate(`${routes.explore(studyDir)}?${last}`, { replace: true })
    if (text === written.current) return
    written.current = text
    setState(stateOf(new URLSearchParams(text)))
  }, [key, text, studyDir])
  const change = (changes: Partial<ExploreState>) => {
    const next = { ...state, ...changes }
    setState(next)
    written.current = queryOf(next)
    if (written.current === '') sessionStorage.removeItem(key)
    navigate(`${routes.explore(studyDir)}${written.current === '' ? '' : `?${written.current}`}`, { replace: true })
  }
  return { state, change }
}
