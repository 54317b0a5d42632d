import { memo } from 'react'
import type { PairView } from '../../api/study-views.ts'
import { formatFigure } from '../data/format.ts'
import { ErrorNote } from './error-note.tsx'
import { type FigureColumn, RESULT_COLUMNS, RUNTIME_COLUMN } from './pair-columns.ts'
import { StateMark } from './state-mark.tsx'

/** One pair. Where it has no results but a reason, the reason stands in their place. */
export const PairRow = memo(function PairRow({
  pair,
  rowIndex,
}: {
  readonly pair: PairView
  readonly rowIndex: number
}) {
  return (
    <tr aria-rowindex={rowIndex}>
      <th scope="row" className="name" title={pair.pairId}>
        {pair.pairId}
      </th>
      <td className="state">
        <StateMark state={pair.state} />
      </td>
      <Figure pair={pair} column={RUNTIME_COLUMN} />
      {pair.error === null ? (
        RESULT_COLUMNS.map((column) => <Figure key={column.key} pair={pair} column={column} />)
      ) : (
        <td colSpan={RESULT_COLUMNS.length} className="reason">
          <ErrorNote pairId={pair.pairId} message={pair.error} />
        </td>
      )}
    </tr>
  )
})

function Figure({ pair, column: { key } }: { readonly pair: PairView; readonly column: FigureColumn }) {
  const value = pair[key]
  return (
    <td className="figure" data-column={key}>
      {value !== null && (
        <data value={value} title={String(value)}>
          {formatFigure(key, value)}
        </data>
      )}
    </td>
  )
}
