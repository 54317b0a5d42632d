import { fencesOf } from '../../../core/analysis/outliers.ts'
import { type EnvelopeBin, quantileEnvelope, trajectories } from '../../../core/analysis/quantile-envelope.ts'
import type { ChartArea } from '../../charts/chart.tsx'
import type { PlotSpec } from './explore-state.ts'
import { binWidth, type RowGroup, type Slot, type StageOf, slotsOf } from './grouping.ts'
import { type NumberColumn, type PairColumns, textAt } from './pair-columns.ts'

/** A pair in a plot, in the axes' units. */
export interface PlotPoint {
  readonly row: number
  /** place among the groups */
  readonly group: number
  readonly x: number
  readonly y: number
}

/** The middle half of a slot's values, and how far the values inside the fences reach. */
export interface Box {
  readonly slot: number
  readonly whiskers: readonly [number, number]
  readonly q1: number
  readonly median: number
  readonly q3: number
}

/** An embryo's means along the axis. */
export interface Trajectory {
  readonly embryo: string
  readonly group: number
  readonly points: readonly { readonly at: number; readonly value: number }[]
}

/** What a plot draws. */
export type Plot =
  | {
      readonly kind: 'strip' | 'box'
      readonly y: NumberColumn
      /** the n-th lies about x = n */
      readonly slots: readonly Slot[]
      readonly boxes: readonly Box[]
      readonly points: readonly PlotPoint[]
    }
  | {
      readonly kind: 'scatter'
      readonly x: NumberColumn
      readonly y: NumberColumn
      readonly points: readonly PlotPoint[]
    }
  | {
      readonly kind: 'trajectory'
      readonly x: NumberColumn
      readonly y: NumberColumn
      readonly points: readonly PlotPoint[]
      readonly lines: readonly Trajectory[]
      /** of the wild types' embryos; empty where no group is the wild type */
      readonly envelope: readonly EnvelopeBin[]
    }

/** Columns along which an embryo is followed, what is mostly taken first. */
export const TIME_COLUMNS = ['tgt_stage_hpf', 'bin_tgt_hpf', 'tgt_relative_time_s', 'tgt_frame_index', 'delta_time_s']

/** Points of a slot spread over this much of its width. */
const SPREAD = 0.6
const MOST_BINS = 24

/**
 * What a plot of some pairs draws; null where the columns that it names are not there.
 *
 * @param groups with the rows that are shown
 * @param wildType whose envelope a trajectory is held against
 */
export function plotOf(
  spec: PlotSpec,
  pairs: PairColumns,
  groups: readonly RowGroup[],
  stageOf: StageOf,
  wildType: string | null,
): Plot | null {
  const y = numbersIn(pairs, spec.y)
  if (!y) return null
  if (spec.kind === 'strip' || spec.kind === 'box') return slotPlot(spec.kind, y, slotsOf(groups, stageOf))
  const x = numbersIn(pairs, spec.x ?? defaultX(spec.kind, pairs))
  if (!x) return null
  const points = groups.flatMap(({ rows }, group) =>
    rows.flatMap((row) => pointAt(row, group, x.values[row], y.values[row])),
  )
  return spec.kind === 'scatter'
    ? { kind: 'scatter', x, y, points }
    : {
        kind: 'trajectory',
        x,
        y,
        points,
        ...embryoLines(
          pairs,
          points,
          x,
          groups.findIndex(({ name }) => name === wildType),
        ),
      }
}

/** The rows in an area of a plot. */
export function rowsIn({ points }: Plot, { x: [x0, x1], y: [y0, y1] }: ChartArea): number[] {
  return points.filter(({ x, y }) => x >= x0 && x <= x1 && y >= y0 && y <= y1).map(({ row }) => row)
}

function numbersIn({ byName }: PairColumns, name: string | undefined): NumberColumn | undefined {
  const column = name === undefined ? undefined : byName.get(name)
  return column?.kind === 'number' ? column : undefined
}

function defaultX(kind: 'scatter' | 'trajectory', { byName }: PairColumns): string | undefined {
  return kind === 'scatter' ? 'created_mass_pct' : TIME_COLUMNS.find((name) => byName.has(name))
}

function pointAt(row: number, group: number, x = Number.NaN, y = Number.NaN): PlotPoint[] {
  return Number.isFinite(x) && Number.isFinite(y) ? [{ row, group, x, y }] : []
}

function slotPlot(kind: 'strip' | 'box', y: NumberColumn, slots: readonly Slot[]): Plot {
  const points = slots.flatMap(({ rows, group }, slot) =>
    rows.flatMap((row) => pointAt(row, group, slot + offsetOf(row), y.values[row])),
  )
  const boxes = slots.flatMap(
    ({ rows }, slot) =>
      boxOf(
        slot,
        rows.map((row) => y.values[row] ?? Number.NaN),
      ) ?? [],
  )
  return { kind, y, slots, boxes, points }
}

/** The same place for a row in every plot: by the golden ratio, so that neighbours lie apart. */
function offsetOf(row: number): number {
  return (((row * 0.618_033_988_75) % 1) - 0.5) * SPREAD
}

function boxOf(slot: number, values: readonly number[]): Box | null {
  const fences = fencesOf(values)
  if (!fences) return null
  const { q1, median, q3, low, high } = fences
  const inside = values.filter((value) => value >= low && value <= high)
  const whiskers = [Math.min(...inside), Math.max(...inside)] as const
  return { slot, whiskers, q1, median, q3 }
}

function embryoLines(pairs: PairColumns, points: readonly PlotPoint[], x: NumberColumn, wildType: number) {
  const width = binWidth(x.values, x.unit, MOST_BINS)
  const measured = points.map(({ row, group, x: at, y: value }) => ({
    embryo: textAt(pairs, 'tgt_embryo_id', row),
    group,
    at,
    value,
  }))
  const lines = [...Map.groupBy(measured, ({ group }) => group)].flatMap(([group, ofGroup]) =>
    [...trajectories(ofGroup, width)].map(([embryo, line]): Trajectory => ({ embryo, group, points: line })),
  )
  return {
    lines,
    envelope: quantileEnvelope(
      measured.filter(({ group }) => group === wildType),
      width,
    ),
  }
}
