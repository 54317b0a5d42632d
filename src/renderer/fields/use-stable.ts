import { useState } from 'react'

/** The array as it was while all that it holds is the same. */
export function useStable<Value>(values: readonly Value[]): readonly Value[] {
  const [kept, setKept] = useState(values)
  if (kept.length === values.length && kept.every((value, i) => Object.is(value, values[i]))) return kept
  setKept(values)
  return values
}
