import type { PairOrder } from '../data/sort-pairs.ts'
import type { PairColumn } from './pair-columns.ts'

interface SortHeaderProps {
  readonly column: PairColumn
  readonly order: PairOrder
  readonly onSort: () => void
}

/** A column's header; pressing it sorts by the column. */
export function SortHeader({ column: { kind, key, label, unit, hint }, order, onSort }: SortHeaderProps) {
  const sorted = order.key !== key ? 'none' : order.descending ? 'descending' : 'ascending'
  return (
    <th scope="col" className={kind} data-column={key} aria-sort={sorted}>
      <button type="button" title={hint} onClick={onSort}>
        {label}{' '}
        <span className="unit">
          <svg className="arrow" viewBox="0 0 8 8" aria-hidden="true">
            <path d="M0 6.5 4 1l4 5.5Z" />
          </svg>
          {unit !== '' && `(${unit})`}
        </span>
      </button>
    </th>
  )
}
