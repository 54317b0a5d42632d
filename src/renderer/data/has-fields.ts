import type { PairView } from '../../api/run-views.ts'

/** Whether a pair's fields can be looked at. */
export function hasFields({ state }: PairView): boolean {
  return state === 'ok' || state === 'unconverged'
}
