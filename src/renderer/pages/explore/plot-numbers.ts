import { fencesOf } from '../../../core/analysis/outliers.ts'
import type { NumberSheet } from '../../components/number-table.tsx'
import { csvOf } from '../../format/csv.ts'
import { EXPLORE_TEXT } from '../../text/explore.ts'
import { embryoCount, type RowGroup, type StageOf, slotsOf } from './grouping.ts'
import { type PairColumns, textAt } from './pair-columns.ts'
import type { Plot } from './plot.ts'

const TEXT = EXPLORE_TEXT.summary

/** What a plot's picture says, in numbers: by group and stage, or, of trajectories, the wild types' envelope. */
export function summaryOf(
  plot: Plot,
  pairs: PairColumns,
  groups: readonly RowGroup[],
  stageOf: StageOf,
  outliers: ReadonlySet<number>,
): NumberSheet {
  return plot.kind === 'trajectory' && plot.envelope.length > 0
    ? envelopeSheet(plot)
    : slotSheet(plot, pairs, groups, stageOf, outliers)
}

function envelopeSheet({ envelope }: Extract<Plot, { kind: 'trajectory' }>): NumberSheet {
  return {
    header: [TEXT.at, TEXT.envelope, TEXT.p5, TEXT.p25, TEXT.median, TEXT.p75, TEXT.p95],
    rows: envelope.map(({ at, embryos, p5, p25, median, p75, p95 }) => [at, embryos, p5, p25, median, p75, p95]),
  }
}

function slotSheet(
  { y, points }: Plot,
  pairs: PairColumns,
  groups: readonly RowGroup[],
  stageOf: StageOf,
  outliers: ReadonlySet<number>,
): NumberSheet {
  const drawn = new Set(points.map(({ row }) => row))
  const rows = slotsOf(groups, stageOf).flatMap((slot) => {
    const inPlot = slot.rows.filter((row) => drawn.has(row))
    const values = inPlot.map((row) => y.values[row] ?? Number.NaN)
    const fences = fencesOf(values)
    if (!fences) return []
    return [
      [
        groups[slot.group]?.word ?? '',
        slot.stage ?? '',
        embryoCount(pairs, inPlot),
        inPlot.length,
        Math.min(...values),
        fences.q1,
        fences.median,
        fences.q3,
        Math.max(...values),
        inPlot.filter((row) => outliers.has(row)).length,
      ],
    ]
  })
  const { group, stage, embryos, pairs: pairCount, low, q1, median, q3, high, outliers: outlierCount } = TEXT
  return { header: [group, stage, embryos, pairCount, low, q1, median, q3, high, outlierCount], rows }
}

/** Columns that say which pair a row is. */
const KEYS = ['run_id', 'pair_id', 'src_embryo_id', 'src_frame_index', 'tgt_embryo_id', 'tgt_frame_index']

/** The pairs of a plot with their numbers in full, as they stand in the tables. */
export function pointsCsv(
  plot: Plot,
  pairs: PairColumns,
  groups: readonly RowGroup[],
  stageOf: StageOf,
  outliers: ReadonlySet<number>,
): string {
  const quantities = 'x' in plot ? [plot.x, plot.y] : [plot.y]
  const header = [...KEYS, 'group', 'stage_bin_hpf', ...quantities.map(({ name }) => name), 'outlier']
  const rows = plot.points.map(({ row, group }) => [
    ...KEYS.map((name) => textAt(pairs, name, row)),
    groups[group]?.name ?? '',
    stageOf(row),
    ...quantities.map(({ values }) => values[row] ?? Number.NaN),
    String(outliers.has(row)),
  ])
  return csvOf(header, rows)
}
