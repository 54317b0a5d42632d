import type { GroupRef, PanelRef } from '../core/analysis/panel-field.ts'
import { MOST_PANELS } from '../figure/field-view.ts'
import { groupColumns, groupPairs, isSolved } from '../service/fields/group-pairs.ts'
import { refusal } from '../study/problem.ts'
import type { RunStore } from '../study/run-store.ts'
import { pairsOf, runOf } from './study-access.ts'

/** What a command line asks to be drawn. */
export interface AskedPanels {
  readonly pair?: readonly string[]
  /** `label=value` */
  readonly group?: readonly string[]
  readonly reference?: string
  readonly standardised?: boolean
  readonly stage?: readonly [number, number]
}

/**
 * The panels that were asked for: pairs, or means of groups; with a reference its mean first, and each group's difference from it last.
 *
 * @throws ProblemsError saying which pairs, labels or values there are, where one asked for is not among them
 */
export function panelsOf(
  store: RunStore,
  { studyDir, runId }: { readonly studyDir: string; readonly runId: string },
  asked: AskedPanels,
): PanelRef[] {
  const { pair = [], group = [], reference, standardised, stage = null } = asked
  if (pair.length > 0 === group.length > 0) {
    throw refusal(
      'bad-panels',
      'give what to draw: --pair with pairs, --group with groups, or --view with a saved view',
      runId,
    )
  }
  if (reference === undefined && standardised) {
    throw refusal(
      'bad-panels',
      'a standardised difference needs --reference, the group that it is a difference from',
      runId,
    )
  }
  pairsOf(store, runOf(store, studyDir, runId), pair)
  const groupOf = (text: string) => ({ ...labelOf(store, runId, text), stageHpf: stage })
  const groups = group.map(groupOf)
  const base = reference === undefined ? undefined : groupOf(reference)
  const kind = standardised ? 'standardised-difference' : 'difference'
  const panels: PanelRef[] = [
    ...pair.map((pairId): PanelRef => ({ kind: 'pair', runId, pairId })),
    ...(base ? [{ kind: 'mean', runId, group: base } as const] : []),
    ...groups.map((one): PanelRef => ({ kind: 'mean', runId, group: one })),
    ...(base ? groups.map((one): PanelRef => ({ kind, runId, group: one, reference: base })) : []),
  ]
  if (panels.length > MOST_PANELS) {
    throw refusal(
      'bad-panels',
      `that makes ${panels.length} panels, and a figure has at most ${MOST_PANELS}: ask for fewer`,
      runId,
    )
  }
  return panels
}

/** `genotype` is the target's, which is the embryo that a pair says something of */
function labelOf(store: RunStore, runId: string, text: string): Pick<GroupRef, 'column' | 'value'> {
  const [name, ...rest] = text.split('=')
  const value = rest.join('=')
  const columns = groupColumns(store)
  const column = columns.find((known) => known === (name === 'genotype' ? 'tgt_genotype' : name))
  if (column === undefined || value === '') {
    throw refusal(
      'bad-group',
      `a group is label=value, such as genotype=wt; labels: ${columns.join(', ')}; genotype is the target's`,
      text,
    )
  }
  const solved = groupPairs(store, runId, [column]).filter(isSolved)
  const known = new Set(solved.flatMap(({ labels }) => labels[column] ?? []))
  if (!known.has(value)) {
    throw refusal(
      'unknown-group',
      `no solved pair of ${runId} has ${name} ${value}; there are: ${[...known].sort().join(', ') || 'none'}`,
      text,
    )
  }
  return { column, value }
}
