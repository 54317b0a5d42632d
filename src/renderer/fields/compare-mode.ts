import type { GroupRef, PanelRef } from '../../core/analysis/panel-field.ts'

/** How groups are compared: each one's mean, or each one's less the first one's, as it is or over the embryos' spread. */
export const COMPARE_MODES = ['side-by-side', 'difference', 'standardised-difference'] as const
export type CompareMode = (typeof COMPARE_MODES)[number]

/** Groups of one run, the first of which the others are compared with. */
interface Compared {
  readonly runId: string
  readonly reference: GroupRef
  readonly others: readonly GroupRef[]
}

/** How the panels compare; pairs stand side by side. */
export function modeOf(refs: readonly PanelRef[]): CompareMode {
  const [first] = refs
  return first?.kind === 'difference' || first?.kind === 'standardised-difference' ? first.kind : 'side-by-side'
}

/** The same groups compared in another way; null where the panels are not of two groups or more of one run. */
export function inMode(refs: readonly PanelRef[], mode: CompareMode): readonly PanelRef[] | null {
  const compared = comparedIn(refs)
  if (compared === null) return null
  const { runId, reference, others } = compared
  if (mode === 'side-by-side') return [reference, ...others].map((group) => ({ kind: 'mean', runId, group }))
  return others.map((group) => ({ kind: mode, runId, group, reference }))
}

function comparedIn(refs: readonly PanelRef[]): Compared | null {
  const [first, ...rest] = refs
  if (first === undefined || first.kind === 'pair') return null
  const runId = first.runId
  if (first.kind === 'mean') {
    const others = rest.flatMap((ref) => (ref.kind === 'mean' && ref.runId === runId ? [ref.group] : []))
    return others.length === rest.length && others.length > 0 ? { runId, reference: first.group, others } : null
  }
  const { reference } = first
  const others = refs.flatMap((ref) =>
    ref.kind === first.kind && ref.runId === runId && isSame(ref.reference, reference) ? [ref.group] : [],
  )
  return others.length === refs.length ? { runId, reference, others } : null
}

function isSame(a: GroupRef, b: GroupRef): boolean {
  return JSON.stringify([a.column, a.value, a.stageHpf]) === JSON.stringify([b.column, b.value, b.stageHpf])
}
