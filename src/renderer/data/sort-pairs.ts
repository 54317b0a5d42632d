import { PAIR_STATES } from '../../api/states.ts'
import type { PairView } from '../../api/study-views.ts'

/** What the table can be sorted by. */
export type SortKey = Exclude<keyof PairView, 'error'>

/** An order of the pairs. */
export interface PairOrder {
  readonly key: SortKey
  readonly descending: boolean
}

export const MANIFEST_ORDER: PairOrder = { key: 'position', descending: false }

const byName = new Intl.Collator('en', { numeric: true })

/** The pairs in an order; those without the figure come last either way, and equals stay in manifest order. */
export function sortPairs(pairs: readonly PairView[], { key, descending }: PairOrder): readonly PairView[] {
  const sign = descending ? -1 : 1
  return pairs.toSorted((one, other) => {
    const a = rank(one, key)
    const b = rank(other, key)
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    return sign * (typeof a === 'string' && typeof b === 'string' ? byName.compare(a, b) : Number(a) - Number(b))
  })
}

/** The order that a press on a column's header asks for: up, down, then as in the manifest. */
export function nextOrder(order: PairOrder, key: SortKey): PairOrder {
  if (order.key !== key) return { key, descending: false }
  return order.descending ? MANIFEST_ORDER : { key, descending: true }
}

function rank(pair: PairView, key: SortKey): string | number | null {
  return key === 'state' ? PAIR_STATES.indexOf(pair.state) : pair[key]
}
