import { useMemo, useRef, useState } from 'react'
import type { PairView } from '../../api/study-views.ts'
import { countOf } from '../data/format.ts'
import { ROW_HEIGHT } from '../data/row-window.ts'
import { MANIFEST_ORDER, nextOrder, sortPairs } from '../data/sort-pairs.ts'
import { useRowWindow } from '../data/use-row-window.ts'
import { PAIR_COLUMNS } from './pair-columns.ts'
import { PairRow } from './pair-row.tsx'
import { SortHeader } from './sort-header.tsx'

interface PairTableProps {
  readonly runId: string
  readonly pairs: readonly PairView[]
  /** how many the run has, shown or not */
  readonly total: number
}

/** The pairs of a run. Only the rows in view are in the document; `aria-rowcount` and `aria-rowindex` say what is not. */
export function PairTable({ runId, pairs, total }: PairTableProps) {
  const [order, setOrder] = useState(MANIFEST_ORDER)
  const sorted = useMemo(() => sortPairs(pairs, order), [pairs, order])
  const scroller = useRef<HTMLElement>(null)
  const { first, last } = useRowWindow(scroller, sorted.length)

  return (
    // a region that scrolls must be reachable by keyboard
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className="pair-scroller" ref={scroller} aria-labelledby="pair-caption" tabIndex={0}>
      <table className="pairs" aria-rowcount={sorted.length + 1}>
        <caption id="pair-caption" className="unseen">
          Pairs of run {runId}:{' '}
          {sorted.length === total ? countOf(total, 'pair') : `${sorted.length} of ${countOf(total, 'pair')}`}
        </caption>
        <thead>
          <tr aria-rowindex={1}>
            {PAIR_COLUMNS.map((column) => (
              <SortHeader
                key={column.key}
                column={column}
                order={order}
                onSort={() => setOrder(nextOrder(order, column.key))}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap rows={first} />
          {sorted.slice(first, last).map((pair, index) => (
            <PairRow key={pair.pairId} pair={pair} rowIndex={first + index + 2} />
          ))}
          <Gap rows={sorted.length - last} />
        </tbody>
      </table>
      {sorted.length === 0 && (
        <p className="no-pairs">{total === 0 ? 'This run has no pairs yet.' : 'No pair of this run is like that.'}</p>
      )}
    </section>
  )
}

/** The room of the rows that are not drawn. */
function Gap({ rows }: { readonly rows: number }) {
  if (rows <= 0) return null
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row takes no focus
    <tr aria-hidden="true" className="gap">
      <td colSpan={PAIR_COLUMNS.length} style={{ height: rows * ROW_HEIGHT }} />
    </tr>
  )
}
