import { Checkbox, Skeleton } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import { SHELL_TEXT } from '../text/shell.ts'
import { nextSort, type Sort } from './sort.ts'
import { SortHeader } from './sort-header.tsx'
import { rowToFocus } from './table-keys.ts'
import classes from './virtual-table.module.css'

/** A column of a table. */
export interface Column<Row> {
  readonly key: string
  readonly header: string
  /** stands in the header, not in every cell */
  readonly unit?: string
  /** figures stand at the right */
  readonly align?: 'right'
  /** px; of the column that takes the rest, the least */
  readonly width: number
  /** takes the rest of the width; one column of a table */
  readonly grows?: boolean
  readonly isSortable?: boolean
  /** names the row for a screen reader; one column of a table */
  readonly isRowHeader?: boolean
  /** stays at the right edge where the table is wider than its place: for what is done with a row */
  readonly isSticky?: boolean
  cell(row: Row): ReactNode
}

export interface Selection {
  readonly keys: ReadonlySet<string>
  readonly toggle: (key: string) => void
  /** what a row is called, for its box */
  readonly nameOf: (key: string) => string
}

interface VirtualTableProps<Row> {
  /** what the table holds: its name for a screen reader */
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rowCount: number
  /** undefined while the row is still being read */
  readonly rowAt: (index: number) => Row | undefined
  readonly keyOf: (row: Row) => string
  readonly sort?: Sort | null
  readonly onSort?: (sort: Sort | null) => void
  /** Enter, or a double click */
  readonly onOpen?: (row: Row) => void
  /** the row that the rest of the page is about moves with the arrow keys and clicks */
  readonly onFocusRow?: (row: Row) => void
  /** marked as the row that the rest of the page is about */
  readonly currentKey?: string | null
  readonly selection?: Selection
  /** first and last row in view: to read what is needed */
  readonly onRange?: (first: number, last: number) => void
  /** px */
  readonly rowHeight?: number
  /** where there is no row */
  readonly empty?: ReactNode
}

const HEADER_PX = 36
const SELECT_PX = 56
const OVERSCAN = 10

/**
 * A table of any length: only rows in view are in the document, and `aria-rowcount` and `aria-rowindex` say what is not. One row is a stop
 * of the Tab key; arrow keys, Page Up and Down, Home and End go from there. It grows with its rows up to its parent's height: the parent must have one, or be a column of flex items that may shrink.
 */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { label, columns, rowCount, rowAt, keyOf, sort = null, onSort, onOpen, onFocusRow, selection, onRange } = props
  const { rowHeight = 40, currentKey, empty } = props
  const scroller = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  const wantsFocus = useRef<number | null>(null)
  const [active, setActive] = useState(0)

  const virtualizer = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    paddingStart: HEADER_PX,
    scrollPaddingStart: HEADER_PX,
    // before it is measured: a table that is as high as its rows would else begin without any
    initialRect: { width: 0, height: 600 },
  })
  const items = virtualizer.getVirtualItems()
  const first = items[0]
  const last = items.at(-1)
  const [firstIndex, lastIndex] = [first?.index, last?.index]
  const stop = first && last && active >= first.index && active <= last.index ? active : (first?.index ?? 0)

  useEffect(() => {
    if (firstIndex !== undefined && lastIndex !== undefined) onRange?.(firstIndex, lastIndex)
  }, [firstIndex, lastIndex, onRange])

  // a row that was out of view is there only after it was scrolled to
  useLayoutEffect(() => {
    if (wantsFocus.current === null) return
    const row = body.current?.querySelector<HTMLElement>(`tr[data-index="${wantsFocus.current}"]`)
    if (!row) return
    wantsFocus.current = null
    row.focus({ preventScroll: true })
  })

  // a row may come to have the focus before it is read
  const activeRow = rowAt(active)
  const activeKey = activeRow === undefined ? null : keyOf(activeRow)
  const tellFocused = useEffectEvent(() => {
    const isFocused = body.current?.querySelector(`tr[data-index="${active}"]`) === document.activeElement
    if (isFocused && activeRow !== undefined) onFocusRow?.(activeRow)
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row's being there is what it is about
  useEffect(() => tellFocused(), [activeKey])

  const goTo = (index: number) => {
    wantsFocus.current = index
    virtualizer.scrollToIndex(index)
    setActive(index)
  }

  const onKeyDown = (event: KeyboardEvent<HTMLTableRowElement>, index: number) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const row = rowAt(index)
    if (event.key === 'Enter' && row !== undefined && onOpen) onOpen(row)
    else if (event.key === ' ' && row !== undefined && selection) selection.toggle(keyOf(row))
    else {
      const pageRows = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - HEADER_PX) / rowHeight) - 1)
      const target = rowToFocus(event.key, index, rowCount, pageRows)
      if (target === null) return
      goTo(target)
    }
    event.preventDefault()
  }

  const minWidth = columns.reduce((sum, { width }) => sum + width, selection ? SELECT_PX : 0)
  const columnCount = columns.length + (selection ? 1 : 0)
  return (
    <div className={classes.scroller} ref={scroller}>
      <table
        className={classes.table}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose rows are walked through is a grid
        role="grid"
        aria-label={label}
        aria-rowcount={rowCount + 1}
        style={{ minWidth }}
      >
        <colgroup>
          {selection && <col style={{ width: SELECT_PX }} />}
          {columns.map(({ key, width, grows }) => (
            <col key={key} style={grows ? undefined : { width }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {selection && <td className={classes.corner} />}
            {columns.map((column) => (
              <SortHeader
                key={column.key}
                column={column}
                sort={sort}
                {...(onSort && column.isSortable ? { onSort: () => onSort(nextSort(sort, column.key)) } : {})}
              />
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          <Gap heightPx={first ? first.start - HEADER_PX : 0} columnCount={columnCount} />
          {items.map(({ index }) => {
            const row = rowAt(index)
            const key = row === undefined ? null : keyOf(row)
            return (
              <tr
                // by place: a row that is read keeps the focus that it had while it was not
                key={index}
                data-index={index}
                aria-rowindex={index + 2}
                tabIndex={index === stop ? 0 : -1}
                style={{ height: rowHeight }}
                {...(selection && key !== null ? { 'aria-selected': selection.keys.has(key) } : {})}
                {...(key !== null && key === currentKey ? { 'aria-current': true } : {})}
                data-opens={onOpen ? '' : undefined}
                onFocus={(event) => {
                  if (event.target !== event.currentTarget) return
                  setActive(index)
                  if (row !== undefined) onFocusRow?.(row)
                }}
                onKeyDown={(event) => onKeyDown(event, index)}
                onDoubleClick={() => row !== undefined && onOpen?.(row)}
              >
                {row === undefined || key === null ? (
                  <td colSpan={columnCount}>
                    <Skeleton height={12} width="40%" />
                  </td>
                ) : (
                  <>
                    {selection && (
                      <td className={classes.select}>
                        <Checkbox
                          size="xs"
                          checked={selection.keys.has(key)}
                          onChange={() => selection.toggle(key)}
                          aria-label={SHELL_TEXT.selectRow(selection.nameOf(key))}
                        />
                      </td>
                    )}
                    {columns.map((column) => (
                      <Cell key={column.key} column={column} row={row} />
                    ))}
                  </>
                )}
              </tr>
            )
          })}
          <Gap heightPx={last ? virtualizer.getTotalSize() - last.end : 0} columnCount={columnCount} />
        </tbody>
      </table>
      {rowCount === 0 && empty && <div className={classes.empty}>{empty}</div>}
    </div>
  )
}

function Cell<Row>({ column, row }: { readonly column: Column<Row>; readonly row: Row }) {
  const content = column.cell(row)
  return column.isRowHeader ? (
    <th scope="row" data-column={column.key} data-align={column.align}>
      {content}
    </th>
  ) : (
    <td data-column={column.key} data-align={column.align} data-sticky={column.isSticky || undefined}>
      {content}
    </td>
  )
}

/** The room of the rows that are not drawn. */
function Gap({ heightPx, columnCount }: { readonly heightPx: number; readonly columnCount: number }) {
  if (heightPx <= 0) return null
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row takes no focus
    <tr aria-hidden="true" className={classes.gap}>
      <td colSpan={columnCount} style={{ height: heightPx }} />
    </tr>
  )
}
