import type { GroupRef, PanelRef } from '../../core/analysis/panel-field.ts'

/** How panels are compared: each one as it is, or each one less the first one, as it is or, for groups, over the embryos' spread. */
export const COMPARE_MODES = ['side-by-side', 'difference', 'standardised-difference'] as const
export type CompareMode = (typeof COMPARE_MODES)[number]

interface PairName {
  readonly runId: string
  readonly pairId: string
}

/** What the first of the panels is compared with the others. */
type Compared =
  | { readonly kind: 'pairs'; readonly reference: PairName; readonly others: readonly PairName[] }
  /** groups of one run */
  | {
      readonly kind: 'groups'
      readonly runId: string
      readonly reference: GroupRef
      readonly others: readonly GroupRef[]
    }

/** How the panels compare. */
export function modeOf([first]: readonly PanelRef[]): CompareMode {
  switch (first?.kind) {
    case 'pair-difference':
      return 'difference'
    case 'difference':
    case 'standardised-difference':
      return first.kind
    default:
      return 'side-by-side'
  }
}

/** The same compared in another way; null where the panels are not two pairs or more, or two groups or more of one run, or have no spread. */
export function inMode(refs: readonly PanelRef[], mode: CompareMode): readonly PanelRef[] | null {
  const compared = comparedPairs(refs) ?? comparedGroups(refs)
  if (compared === null) return null
  return compared.kind === 'pairs' ? pairsInMode(compared, mode) : groupsInMode(compared, mode)
}

function pairsInMode(
  { reference, others }: Extract<Compared, { kind: 'pairs' }>,
  mode: CompareMode,
): readonly PanelRef[] | null {
  switch (mode) {
    case 'side-by-side':
      return [reference, ...others].map((pair) => ({ kind: 'pair', ...pair }))
    case 'difference':
      return others.map((pair) => ({ kind: 'pair-difference', ...pair, reference }))
    case 'standardised-difference':
      return null
  }
}

function groupsInMode(
  { runId, reference, others }: Extract<Compared, { kind: 'groups' }>,
  mode: CompareMode,
): readonly PanelRef[] {
  if (mode === 'side-by-side') return [reference, ...others].map((group) => ({ kind: 'mean', runId, group }))
  return others.map((group) => ({ kind: mode, runId, group, reference }))
}

function comparedPairs(refs: readonly PanelRef[]): Compared | null {
  const [first] = refs
  const nameOf = ({ runId, pairId }: PairName) => ({ runId, pairId })
  if (first?.kind === 'pair') {
    const [reference, ...others] = refs.flatMap((ref) => (ref.kind === 'pair' ? [nameOf(ref)] : []))
    return reference && others.length === refs.length - 1 && others.length > 0
      ? { kind: 'pairs', reference, others }
      : null
  }
  if (first?.kind !== 'pair-difference') return null
  const { reference } = first
  const others = refs.flatMap((ref) =>
    ref.kind === 'pair-difference' && isSamePair(ref.reference, reference) ? [nameOf(ref)] : [],
  )
  return others.length === refs.length ? { kind: 'pairs', reference, others } : null
}

function comparedGroups(refs: readonly PanelRef[]): Compared | null {
  const [first, ...rest] = refs
  if (first === undefined || !('group' in first)) return null
  const runId = first.runId
  if (first.kind === 'mean') {
    const others = rest.flatMap((ref) => (ref.kind === 'mean' && ref.runId === runId ? [ref.group] : []))
    return others.length === rest.length && others.length > 0
      ? { kind: 'groups', runId, reference: first.group, others }
      : null
  }
  const { reference } = first
  const others = refs.flatMap((ref) =>
    ref.kind === first.kind && ref.runId === runId && isSameGroup(ref.reference, reference) ? [ref.group] : [],
  )
  return others.length === refs.length ? { kind: 'groups', runId, reference, others } : null
}

function isSamePair(a: PairName, b: PairName): boolean {
  return a.runId === b.runId && a.pairId === b.pairId
}

function isSameGroup(a: GroupRef, b: GroupRef): boolean {
  return JSON.stringify([a.column, a.value, a.stageHpf]) === JSON.stringify([b.column, b.value, b.stageHpf])
}
