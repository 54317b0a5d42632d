import { useState } from 'react'

/** What a path's field shows, and what it is told of. */
export interface SuggestedPath {
  readonly value: string
  readonly onChange: (path: string) => void
  readonly onFocus: () => void
  readonly onBlur: () => void
}

/** A path that shows what is suggested until a person puts something else in; what comes while they are in the field waits until they have left. */
export function useSuggestedPath(given: string | undefined, suggested: string | undefined): SuggestedPath {
  const [typed, setTyped] = useState(given)
  const [held, setHeld] = useState<string>()
  return {
    value: typed ?? held ?? suggested ?? '',
    onChange: setTyped,
    onFocus: () => setHeld(suggested ?? ''),
    onBlur: () => setHeld(undefined),
  }
}
