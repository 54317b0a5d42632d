import type { GroupRef } from '../../core/analysis/panel-field.ts'
import { refusal } from '../../study/problem.ts'
import type { Cell, PairState, Row, RunStore } from '../../study/run-store.ts'
import { ownColumns } from '../own-columns.ts'
import { readStudy } from '../read-study.ts'
import { requirePair } from '../require-run.ts'
import { isInBin } from './stage-bins.ts'

/** Labels of the metrics table by which pairs can be grouped, beside the embryo table's own columns. The target's first: it is the embryo that a pair says something of. */
export const GROUP_COLUMNS = [
  'tgt_genotype',
  'genotype',
  'set_type',
  'is_control_pair',
  'tgt_experiment_date',
  'tgt_experiment_id',
  'src_genotype',
  'src_experiment_date',
] as const
const CELLS = [
  ...GROUP_COLUMNS,
  'src_embryo_id',
  'src_frame_index',
  'tgt_embryo_id',
  'tgt_frame_index',
  'bin_tgt_hpf',
  'tgt_stage_hpf',
] as const

export interface FrameName {
  readonly embryoId: string
  readonly frameIndex: number
}

/** A tried pair as far as groups are concerned. */
export interface GroupPair {
  readonly pairId: string
  readonly state: PairState
  /** the target's */
  readonly embryoId: string
  readonly source: FrameName
  /** both ends are the same embryo */
  readonly isTransition: boolean
  /** those that were asked for: of `GROUP_COLUMNS`, and of what else the embryo table says of the target */
  readonly labels: Readonly<Record<string, string | null>>
  /** of the target: its stage bin, or without one its predicted stage; null for neither */
  readonly stageHpf: number | null
}

/** By what a study's pairs can be grouped, the metrics table's labels first. */
export function groupColumns(store: RunStore): string[] {
  return [...new Set([...GROUP_COLUMNS, ...ownColumns(store).names])]
}

/**
 * A run's tried pairs, in manifest order.
 *
 * @param columns the labels that they are to have; the embryo table is looked into only for those that the metrics lack
 */
export function groupPairs(store: RunStore, runId: string, columns: readonly string[] = GROUP_COLUMNS): GroupPair[] {
  const inMetrics: ReadonlySet<string> = new Set(GROUP_COLUMNS)
  const own = columns.every((column) => inMetrics.has(column)) ? null : ownColumns(store)
  return store.pairCells(runId, CELLS).map(({ pairId, state, cells }) => {
    const target = { embryoId: String(cells.tgt_embryo_id), frameIndex: Number(cells.tgt_frame_index) }
    const labels = new Map(Object.entries(cells))
    const labelIn = (column: string) =>
      inMetrics.has(column) ? labelOf(labels.get(column) ?? null) : (own?.cellOf(target, column) ?? null)
    return {
      pairId,
      state,
      embryoId: target.embryoId,
      source: sourceOf(cells),
      isTransition: cells.src_embryo_id === cells.tgt_embryo_id,
      labels: Object.fromEntries(columns.map((column) => [column, labelIn(column)])),
      stageHpf: numberOf(cells.bin_tgt_hpf) ?? numberOf(cells.tgt_stage_hpf),
    }
  })
}

/**
 * A pair with the frame that it leads from.
 *
 * @throws ProblemsError where there is no such run, or none such in it that was tried
 */
export function pairOf(
  studyDir: string,
  { runId, pairId }: { readonly runId: string; readonly pairId: string },
): Pick<GroupPair, 'pairId' | 'source'> {
  const { metrics } = readStudy(studyDir, (store) => requirePair(store, studyDir, { runId, pairId }))
  if (metrics) return { pairId, source: sourceOf(metrics) }
  throw refusal('not-tried', `the pair ${pairId} was not run yet`, studyDir)
}

function sourceOf({ src_embryo_id: embryoId, src_frame_index: frameIndex }: Row): FrameName {
  return { embryoId: String(embryoId), frameIndex: Number(frameIndex) }
}

/** A group's pairs; those of an embryo with itself only where there are no others: they show growth, not a difference between embryos. */
export function pairsOfGroup(
  pairs: readonly GroupPair[],
  group: GroupRef,
): { pairs: GroupPair[]; transitionsLeftOut: number } {
  const inGroup = pairs.filter((pair) => isIn(pair, group))
  const between = inGroup.filter(({ isTransition }) => !isTransition)
  const kept = between.length > 0 ? between : inGroup
  return { pairs: kept, transitionsLeftOut: inGroup.length - kept.length }
}

function isIn({ labels, stageHpf }: GroupPair, { column, value, stageHpf: range }: GroupRef): boolean {
  if (labels[column] !== value) return false
  return range === null || isInBin(stageHpf, range)
}

/** Whether a pair's maps were written. */
export function isSolved({ state }: Pick<GroupPair, 'state'>): boolean {
  return state === 'ok' || state === 'unconverged'
}

function labelOf(cell: Cell): string | null {
  return cell === null || cell === '' ? null : String(cell)
}

function numberOf(cell: Cell): number | null {
  return typeof cell === 'number' ? cell : null
}
