import type { Filter } from '../../components/filter.ts'
import { likelyWildType } from '../../data/wild-types.ts'
import type { ExploreState } from './explore-state.ts'
import {
  groupRows,
  likelyGroupColumn,
  type RowGroup,
  type Slot,
  type StageOf,
  slotsOf,
  stageColumns,
  stagesBy,
} from './grouping.ts'
import { type PairColumns, textAt } from './pair-columns.ts'
import { flagsOf, type OutlierReason, outlierReasons } from './reasons.ts'
import { filterRows } from './row-filter.ts'

/** All pairs by what a person chose: in groups, at stages, with the reasons to look at some. */
export interface Grouped {
  readonly groupColumn: string | null
  readonly wildType: string | null
  readonly stageColumn: string | null
  /** of all pairs, so that a group looks the same whatever is filtered */
  readonly groups: readonly RowGroup[]
  readonly stageOf: StageOf
  readonly outliers: ReadonlyMap<number, readonly OutlierReason[]>
  readonly flags: ReadonlyMap<number, readonly string[]>
}

type Grouping = Pick<ExploreState, 'groupColumn' | 'wildType' | 'stageColumn' | 'plots'>

/** no stage at all, as the address has it */
export const ALL_STAGES = 'none'

export function groupedBy(pairs: PairColumns, { groupColumn, wildType, stageColumn, plots }: Grouping): Grouped {
  const column = groupColumn !== null && pairs.byName.has(groupColumn) ? groupColumn : likelyGroupColumn(pairs)
  const stage =
    stageColumn === ALL_STAGES
      ? null
      : (stageColumns(pairs).find((name) => name === stageColumn) ?? stageColumns(pairs)[0] ?? null)
  const rows = Array.from({ length: pairs.rowCount }, (_, row) => row)
  const names = groupRows(pairs, column, rows, null).map(({ name }) => name)
  const reference = wildType === '' ? null : (names.find((name) => name === wildType) ?? likelyWildType(names) ?? null)
  const groups = groupRows(pairs, column, rows, reference)
  const stageOf = stagesBy(pairs, stage)
  return {
    groupColumn: column,
    wildType: reference,
    stageColumn: stage,
    groups,
    stageOf,
    outliers: outlierReasons(pairs, comparableSlots(pairs, groups, stageOf), shownQuantities(plots)),
    flags: new Map(
      rows.flatMap((row) => (flagsOf(pairs, row).length > 0 ? [[row, flagsOf(pairs, row)] as const] : [])),
    ),
  }
}

/** Outliers are told within a run, as others may have other parameters, and an embryo over time is not held against two embryos. */
function comparableSlots(pairs: PairColumns, groups: readonly RowGroup[], stageOf: StageOf): readonly Slot[] {
  return slotsOf(groups, stageOf).flatMap((slot) =>
    [...Map.groupBy(slot.rows, (row) => `${isOverTime(pairs, row)} ${textAt(pairs, 'run_id', row)}`).values()].map(
      (rows) => ({ ...slot, rows }),
    ),
  )
}

/** Whether a pair is one embryo at two moments. */
function isOverTime(pairs: PairColumns, row: number): boolean {
  const source = textAt(pairs, 'src_embryo_id', row)
  return source !== '' && source === textAt(pairs, 'tgt_embryo_id', row)
}

const TRANSITIONS: Filter = { column: 'set_type', comparison: 'is-not', value: 'transition' }

/** The filters that hold: where none were chosen, growth over time is left out of what compares embryos. */
export function filtersOf(pairs: PairColumns, filters: readonly Filter[] | null): readonly Filter[] {
  if (filters) return filters
  const kinds = pairs.byName.get('set_type')
  const isMixed = kinds?.kind === 'text' && kinds.texts.length > 2 && kinds.texts.includes(TRANSITIONS.value)
  return isMixed ? [TRANSITIONS] : []
}

function shownQuantities(plots: ExploreState['plots']): readonly string[] {
  return plots.flatMap(({ kind, x, y }) => (kind === 'scatter' && x !== null ? [y, x] : [y]))
}

/** The rows that are shown, in the tables' order. */
export function shownRows(
  pairs: PairColumns,
  { outliers, flags }: Grouped,
  { filters, search, focus }: Pick<ExploreState, 'filters' | 'search' | 'focus'>,
  selected: ReadonlySet<number>,
): readonly number[] {
  const rows = filterRows(pairs, filtersOf(pairs, filters), search)
  switch (focus) {
    case 'all':
      return rows
    case 'outliers':
      return rows.filter((row) => outliers.has(row))
    case 'flagged':
      return rows.filter((row) => flags.has(row))
    case 'selected':
      return rows.filter((row) => selected.has(row))
  }
}

/** The same groups, with the rows that are shown. */
export function groupsOf(groups: readonly RowGroup[], rows: readonly number[]): readonly RowGroup[] {
  const shown = new Set(rows)
  return groups.map((group) => ({ ...group, rows: group.rows.filter((row) => shown.has(row)) }))
}
