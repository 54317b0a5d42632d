import type { GroupRef, PanelRef } from '../../core/analysis/panel-field.ts'
import { counted } from '../../figure/counted.ts'
import type { RunStore } from '../../study/run-store.ts'
import { groupPairs, isSolved, pairsOfGroup } from '../fields/group-pairs.ts'

/** Which animals stand behind a panel. */
export interface PanelSample {
  readonly embryos: number
  /** the sources' embryos */
  readonly references: number
  readonly pairs: number
  /** of the embryos and references together; null where the embryo table had no such column */
  readonly clutches: number | null
  readonly experimentDates: number
}

/**
 * Counts a panel's embryos, pairs and clutches; of a difference, both groups together.
 *
 * @param clutchOf by embryo
 */
export function panelSample(store: RunStore, ref: PanelRef, clutchOf: ReadonlyMap<string, string>): PanelSample {
  const pairIds = new Set(pairIdsOf(store, ref))
  const cells = store
    .pairCells(ref.runId, ['src_embryo_id', 'tgt_embryo_id', 'src_experiment_date', 'tgt_experiment_date'])
    .filter(({ pairId }) => pairIds.has(pairId))
    .map((pair) => pair.cells)
  const embryos = new Set(cells.map(({ tgt_embryo_id: id }) => String(id)))
  const references = new Set(cells.map(({ src_embryo_id: id }) => String(id)))
  const clutches = new Set([...embryos, ...references].flatMap((embryo) => clutchOf.get(embryo) ?? []))
  const dates = cells.flatMap((row) => [row.src_experiment_date, row.tgt_experiment_date])
  return {
    embryos: embryos.size,
    references: references.size,
    pairs: cells.length,
    clutches: clutches.size > 0 ? clutches.size : null,
    experimentDates: new Set(dates.filter((date) => date !== null && date !== '')).size,
  }
}

function pairIdsOf(store: RunStore, ref: PanelRef): string[] {
  switch (ref.kind) {
    case 'pair':
      return [ref.pairId]
    case 'pair-difference':
      return [ref.pairId, ref.reference.pairId]
    case 'mean':
      return pairIdsInGroups(store, ref.runId, [ref.group])
    case 'difference':
    case 'standardised-difference':
      return pairIdsInGroups(store, ref.runId, [ref.group, ref.reference])
  }
}

function pairIdsInGroups(store: RunStore, runId: string, groups: readonly GroupRef[]): string[] {
  const columns = groups.map(({ column }) => column)
  const solved = groupPairs(store, runId, columns).filter(isSolved)
  return groups.flatMap((group) => pairsOfGroup(solved, group).pairs.map(({ pairId }) => pairId))
}

/** `n = 8 embryos and 4 references in 24 pairs, of 2 clutches` */
export function sampleText({ embryos, references, pairs, clutches, experimentDates }: PanelSample): string {
  const origin =
    clutches === null
      ? experimentDates > 0
        ? `, of ${counted(experimentDates, 'experiment date')} (the embryo table names no clutches)`
        : ''
      : `, of ${counted(clutches, 'clutch')}`
  return `n = ${counted(embryos, 'embryo')} against ${counted(references, 'reference')} in ${counted(pairs, 'pair')}${origin}`
}
