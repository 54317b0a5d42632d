import { useMemo } from 'react'
import { FlagMark } from '../../components/flag-mark.tsx'
import { type Sort, type SortValue, sortRows } from '../../components/sort.ts'
import { type Column, VirtualTable } from '../../components/virtual-table.tsx'
import { columnWord } from '../../text/columns.ts'
import { EXPLORE_TEXT as TEXT } from '../../text/explore.ts'
import classes from './explore.module.css'
import type { Grouped } from './explored.ts'
import { type PairColumn, type PairColumns, textAt } from './pair-columns.ts'
import { outlierWord, wordsOf } from './row-words.ts'

/** What the table shows at first. */
export const USUAL_COLUMNS = [
  'tgt_genotype',
  'bin_tgt_hpf',
  'mean_transport_distance_um',
  'bar_disp_debiased_p90_um',
  'created_mass_pct',
  'destroyed_mass_pct',
] as const

interface PairGridProps {
  readonly pairs: PairColumns
  readonly grouped: Grouped
  /** in the tables' order */
  readonly rows: readonly number[]
  readonly columns: readonly string[]
  readonly sort: Sort | null
  readonly onSort: (sort: Sort | null) => void
  readonly selected: ReadonlySet<number>
  readonly onToggle: (row: number) => void
  readonly current: number | null
  readonly onCurrent: (row: number) => void
  readonly onOpen: (row: number) => void
}

/** The pairs as a table: the same rows that the plots draw, and the keyboard's way to select them. */
export function PairGrid(props: PairGridProps) {
  const { pairs, grouped, rows, columns: names, sort, onSort, selected, onToggle, current, onCurrent, onOpen } = props
  const columns = useMemo(() => gridColumns(pairs, grouped, names), [pairs, grouped, names])
  const sorted = useMemo(
    () => sortRows(rows, sort, (row, key) => sortValue(pairs, grouped, row, key)),
    [pairs, grouped, rows, sort],
  )
  const selectedKeys = useMemo(() => new Set([...selected].map(String)), [selected])
  return (
    <VirtualTable
      label={TEXT.table}
      columns={columns}
      rowCount={sorted.length}
      rowAt={(index) => sorted[index]}
      keyOf={String}
      rowHeight={36}
      sort={sort}
      onSort={onSort}
      onOpen={onOpen}
      onFocusRow={onCurrent}
      currentKey={current === null ? null : String(current)}
      selection={{
        keys: selectedKeys,
        toggle: (key) => onToggle(Number(key)),
        nameOf: (key) => textAt(pairs, 'pair_id', Number(key)),
      }}
    />
  )
}

function gridColumns(
  pairs: PairColumns,
  { outliers, flags }: Grouped,
  names: readonly string[],
): readonly Column<number>[] {
  const chosen = names.flatMap((name) => pairs.byName.get(name) ?? [])
  return [
    {
      key: 'pair_id',
      header: columnWord('pair_id'),
      width: 240,
      grows: true,
      isRowHeader: true,
      isSortable: true,
      cell: (row) => (
        <span className={classes.pairId} title={textAt(pairs, 'pair_id', row)}>
          {textAt(pairs, 'pair_id', row)}
        </span>
      ),
    },
    {
      key: 'marks',
      header: TEXT.columns.marks,
      width: 210,
      isSortable: true,
      cell: (row) => {
        const reasons = outliers.get(row) ?? []
        const words = reasons.map(outlierWord).join('\n')
        return (
          <span className={classes.flags}>
            {reasons.length > 0 && <FlagMark kind="outlier" word={TEXT.outlier} title={words} />}
            {(flags.get(row) ?? []).map((kind) => (
              <FlagMark key={kind} kind={kind} />
            ))}
          </span>
        )
      },
    },
    ...chosen.filter(({ name }) => name !== 'pair_id').map(gridColumn),
  ]
}

/** px of a letter of a header, and what stands beside the letters */
const LETTER_PX = 6.7
const BESIDE_PX = 44

function gridColumn(column: PairColumn): Column<number> {
  const header = columnWord(column.name)
  const letters = header.length + (column.unit === '' ? 0 : column.unit.length + 3)
  return {
    key: column.name,
    header,
    ...(column.unit === '' ? {} : { unit: column.unit }),
    ...(column.kind === 'number' ? { align: 'right' } : {}),
    width: Math.max(110, Math.round(letters * LETTER_PX) + BESIDE_PX),
    isSortable: true,
    cell: wordsOf(column),
  }
}

function sortValue(pairs: PairColumns, { outliers, flags }: Grouped, row: number, key: string): SortValue {
  if (key === 'marks') return (outliers.get(row)?.length ?? 0) + (flags.get(row)?.length ?? 0) || null
  const column = pairs.byName.get(key)
  if (column?.kind === 'number') {
    const value = column.values[row]
    return value === undefined || Number.isNaN(value) ? null : value
  }
  return textAt(pairs, key, row) || null
}
