import type { PairView } from '../../api/run-views.ts'

/** Whether a pair's fields can be looked at. */
export function hasFields({ state }: Pick<PairView, 'state'>): boolean {
  return state === 'ok' || state === 'unconverged'
}
