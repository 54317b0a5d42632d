import { EXPLORE_TEXT as TEXT } from '../../text/explore.ts'
import { type PairColumn, type PairColumns, textAt } from './pair-columns.ts'

/** Rows with the same value in a column. */
export interface RowGroup {
  /** as in the column; '' for none */
  readonly name: string
  /** as it is read */
  readonly word: string
  readonly rows: readonly number[]
}

/** A group at a stage: where a plot draws its rows. */
export interface Slot {
  /** place among the groups */
  readonly group: number
  /** as in the stages; null where they are not told apart */
  readonly stage: string | null
  readonly rows: readonly number[]
}

/** more groups than these are not told apart */
const MOST_GROUPS = 42
const GROUP_COLUMNS = ['tgt_genotype', 'genotype', 'set_type', 'src_genotype']
const STAGE_COLUMNS = ['bin_tgt_hpf', 'tgt_stage_hpf', 'bin_src_hpf', 'src_stage_hpf']
/** widths of a bin, hpf */
const HOURS = [1, 2, 4, 6, 12, 24, 48, 96]
/** 1, 2, 5, 10, … */
const ROUND = Array.from({ length: 28 }, (_, i) => ([1, 2, 5][i % 3] ?? 1) * 10 ** Math.floor(i / 3))
const MOST_STAGES = 8

const byName = new Intl.Collator('en', { numeric: true })

/** Columns that part the pairs into groups that can be told apart. */
export function groupColumns({ columns }: PairColumns): readonly PairColumn[] {
  return columns.filter((column) => {
    if (column.kind === 'number') return STAGE_COLUMNS.includes(column.name) && column.name.startsWith('bin_')
    const distinct = column.texts.length - 1
    return distinct <= MOST_GROUPS && (distinct > 1 || GROUP_COLUMNS.includes(column.name))
  })
}

/** Columns that say how old embryos are. */
export function stageColumns({ byName: columns }: PairColumns): readonly string[] {
  return STAGE_COLUMNS.filter((name) => columns.get(name)?.kind === 'number')
}

/** What pairs are mostly grouped by: the first of the usual columns that tells any apart. */
export function likelyGroupColumn(pairs: PairColumns): string | null {
  const candidates = groupColumns(pairs).map(({ name }) => name)
  const distinct = (name: string) => {
    const column = pairs.byName.get(name)
    return column?.kind === 'text' ? column.texts.length - 1 : 0
  }
  return (
    GROUP_COLUMNS.find((name) => candidates.includes(name) && distinct(name) > 1) ??
    GROUP_COLUMNS.find((name) => candidates.includes(name)) ??
    candidates[0] ??
    null
  )
}

/** The rows by their value in a column, the wild type first, then by name; rows without a value come last, as ''. */
export function groupRows(
  pairs: PairColumns,
  column: string | null,
  rows: readonly number[],
  wildType: string | null,
): readonly RowGroup[] {
  const grouped = Map.groupBy(rows, (row) => (column === null ? '' : textAt(pairs, column, row)))
  const rank = (name: string) => (name === wildType ? 0 : name === '' ? 2 : 1)
  return [...grouped]
    .map(([name, inGroup]) => ({ name, word: column === null ? TEXT.allGroups : name || TEXT.noGroup, rows: inGroup }))
    .sort((one, other) => rank(one.name) - rank(other.name) || byName.compare(one.name, other.name))
}

/** Tells a row's stage, as the middle of its bin in hpf, or null. */
export type StageOf = (row: number) => number | null

/**
 * Stages of rows by a column, in bins of the smallest width with which there are eight at most; what the manifest binned is taken as it is.
 *
 * @param column null: all stages in one
 */
export function stagesBy(pairs: PairColumns, column: string | null): StageOf {
  const found = column === null ? undefined : pairs.byName.get(column)
  if (found?.kind !== 'number') return () => null
  const { values } = found
  const isBinned = found.name.startsWith('bin_')
  const width = isBinned ? 0 : binWidth(values, found.unit, MOST_STAGES)
  return (row) => {
    const value = values[row]
    if (value === undefined || !Number.isFinite(value)) return null
    return isBinned ? value : Math.round(value / width) * width
  }
}

/** The smallest round width with which values fall into so many bins at most, whose middles are whole multiples of it. */
export function binWidth(values: ArrayLike<number>, unit: string, most: number): number {
  const finite = [...new Set(Array.from(values).filter(Number.isFinite))]
  const fits = (width: number) => new Set(finite.map((value) => Math.round(value / width))).size <= most
  const widths = unit === 'hpf' ? HOURS : ROUND
  return widths.find(fits) ?? widths.at(-1) ?? 1
}

/** The rows of each group at each stage, stage by stage. */
export function slotsOf(groups: readonly RowGroup[], stageOf: StageOf): readonly Slot[] {
  const slots = groups.flatMap(({ rows }, group) =>
    [...Map.groupBy(rows, stageOf)].map(([stage, inSlot]) => ({ group, stage, rows: inSlot })),
  )
  return slots
    .sort((one, other) => (one.stage ?? -1) - (other.stage ?? -1) || one.group - other.group)
    .map(({ group, stage, rows }) => ({ group, stage: stage === null ? null : String(stage), rows }))
}

/** How many embryos rows are about: their targets. */
export function embryoCount(pairs: PairColumns, rows: readonly number[]): number {
  return new Set(rows.map((row) => textAt(pairs, 'tgt_embryo_id', row))).size
}
