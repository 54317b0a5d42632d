import type { GroupRef } from '../../core/analysis/panel-field.ts'
import { refusal } from '../../study/problem.ts'
import type { Cell, PairState, RunStore } from '../../study/run-store.ts'
import { ownColumns } from '../own-columns.ts'
import { readStudy } from '../read-study.ts'
import { requirePair } from '../require-run.ts'

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
  /** by `GROUP_COLUMNS`, and by what else the embryo table says of the target */
  readonly labels: Readonly<Record<string, string | null>>
  /** of the target: its stage bin, or without one its predicted stage; null for neither */
  readonly stageHpf: number | null
}

/** The labels that some pair has, those of the metrics table first. */
export function groupColumns(pairs: readonly GroupPair[]): string[] {
  const own = pairs.flatMap(({ labels }) => Object.keys(labels))
  return [...new Set<string>([...GROUP_COLUMNS, ...own])]
}

/** A run's tried pairs, in manifest order. */
export function groupPairs(store: RunStore, runId: string): GroupPair[] {
  const own = ownColumns(store)
  return store.pairCells(runId, CELLS).map(({ pairId, state, cells }) => {
    const target = { embryoId: String(cells.tgt_embryo_id), frameIndex: Number(cells.tgt_frame_index) }
    return {
      pairId,
      state,
      embryoId: target.embryoId,
      source: { embryoId: String(cells.src_embryo_id), frameIndex: Number(cells.src_frame_index) },
      isTransition: cells.src_embryo_id === cells.tgt_embryo_id,
      labels: Object.fromEntries([
        ...own.names.map((name) => [name, own.cellOf(target, name)]),
        ...GROUP_COLUMNS.map((column) => [column, labelOf(cells[column])]),
      ]),
      stageHpf: numberOf(cells.bin_tgt_hpf) ?? numberOf(cells.tgt_stage_hpf),
    }
  })
}

/**
 * One of them.
 *
 * @throws ProblemsError where there is no such run, or none such in it that was tried
 */
export function pairOf(
  studyDir: string,
  { runId, pairId }: { readonly runId: string; readonly pairId: string },
): GroupPair {
  const pair = readStudy(studyDir, (store) => {
    requirePair(store, studyDir, { runId, pairId })
    return groupPairs(store, runId).find((each) => each.pairId === pairId)
  })
  if (pair) return pair
  throw refusal('not-tried', `the pair ${pairId} was not run yet`, studyDir)
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
  return range === null || (stageHpf !== null && stageHpf >= range[0] && stageHpf < range[1])
}

/** Whether a pair's maps were written. */
export function isSolved({ state }: GroupPair): boolean {
  return state === 'ok' || state === 'unconverged'
}

function labelOf(cell: Cell): string | null {
  return cell === null || cell === '' ? null : String(cell)
}

function numberOf(cell: Cell): number | null {
  return typeof cell === 'number' ? cell : null
}
