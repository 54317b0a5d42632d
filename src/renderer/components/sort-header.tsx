import { UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { Sort } from './sort.ts'
import classes from './virtual-table.module.css'

interface SortHeaderProps {
  readonly column: {
    readonly key: string
    readonly header: string
    readonly unit?: string
    readonly align?: 'right'
    readonly isSticky?: boolean
  }
  readonly sort: Sort | null
  readonly onSort?: () => void
}

/** A column's header: its name, its unit, and the order where it is sorted by it. */
export function SortHeader({ column, sort, onSort }: SortHeaderProps) {
  const isSorted = sort?.key === column.key
  const order = isSorted ? (sort.descending ? 'descending' : 'ascending') : 'none'
  const words = (
    <>
      <span>{column.header}</span>
      {column.unit !== undefined && <span className={classes.unit}>({column.unit})</span>}
    </>
  )
  return (
    <th
      scope="col"
      data-align={column.align}
      data-sticky={column.isSticky || undefined}
      {...(onSort ? { 'aria-sort': order } : {})}
    >
      {onSort ? (
        <UnstyledButton className={classes.sort} onClick={onSort}>
          {words}
          {isSorted &&
            (sort.descending ? <IconArrowDown size={14} aria-hidden /> : <IconArrowUp size={14} aria-hidden />)}
        </UnstyledButton>
      ) : (
        <span className={classes.header}>{words}</span>
      )}
    </th>
  )
}
