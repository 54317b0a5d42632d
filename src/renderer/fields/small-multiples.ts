import type { RunGroups } from '../../api/fields-contract.ts'
import type { GroupRef, PanelRef } from '../../core/analysis/panel-field.ts'

/** Panels that differ in one thing. */

type Column = RunGroups['columns'][number]

/** The column that says the genotype, or what comes nearest to it; undefined where pairs have no labels. */
export function genotypeColumn({ columns }: RunGroups): Column | undefined {
  return columns.find(({ name }) => name.endsWith('genotype')) ?? columns[0]
}

/** A panel a group, those that others are compared with first. */
export function byGroup(runId: string, { name, groups }: Column, isReference: (value: string) => boolean): PanelRef[] {
  const first = groups.filter(({ value }) => isReference(value))
  const others = groups.filter(({ value }) => !isReference(value))
  return [...first, ...others].map(({ value }) => mean(runId, { column: name, value, stageHpf: null }))
}

/** A panel a stage of one group. */
export function byStage(runId: string, { name, groups }: Column, value: string): PanelRef[] {
  const group = groups.find((one) => one.value === value)
  return (group?.stages ?? []).map(({ stageHpf }) => mean(runId, { column: name, value, stageHpf }))
}

/** The first pair of each embryo, in the order of the pairs. */
export function byEmbryo(
  runId: string,
  pairs: readonly { readonly pairId: string; readonly embryoId: string }[],
): PanelRef[] {
  const first = new Map<string, string>()
  for (const { pairId, embryoId } of pairs) if (!first.has(embryoId)) first.set(embryoId, pairId)
  return [...first.values()].map((pairId) => ({ kind: 'pair', runId, pairId }))
}

/** The same panel of each run. */
export function byRun(ref: PanelRef, runIds: readonly string[]): PanelRef[] {
  return runIds.map((runId) => ({ ...ref, runId }))
}

/** The group that a panel is about; undefined for pairs. */
export function groupIn(ref: PanelRef | undefined): GroupRef | undefined {
  return ref && 'group' in ref ? ref.group : undefined
}

function mean(runId: string, group: GroupRef): PanelRef {
  return { kind: 'mean', runId, group }
}
