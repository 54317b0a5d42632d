import type { TableColumn } from '../../../api/data-contract.ts'
import type { ManifestIntent } from '../../../api/manifest-contract.ts'
import { likelyWildType } from '../../data/wild-types.ts'
import { MANIFEST_TEXT } from '../../text/manifest.ts'

const TEXT = MANIFEST_TEXT.intent

/** What the form holds: numbers as they are typed. */
export interface IntentForm {
  readonly groupColumn: string | null
  readonly reference: string | null
  readonly groups: readonly string[]
  readonly referenceIds: readonly string[]
  readonly bins: readonly string[]
  readonly toleranceHpf: number
  readonly controls: ManifestIntent['controls']
  readonly transitions: readonly string[]
  readonly matchWithin: string | null
  readonly perEmbryo: number | null
  readonly leaveOut: readonly string[]
}

/** The segmentation's flags that speak against an embryo; a missing yolk does not. */
export const TABLE_FLAGS = [
  'use_embryo_flag',
  'dead_flag',
  'dead_flag2',
  'sam2_qc_flag',
  'sa_outlier_flag',
  'frame_flag',
  'no_yolk_flag',
] as const
const LEFT_OUT = TABLE_FLAGS.filter((flag) => flag !== 'no_yolk_flag')

/** Names under which groups are mostly known. */
const GROUP_COLUMNS = ['genotype', 'treatment', 'phenotype', 'group', 'condition']
const MOST_GROUPS = 200

/** Columns that may tell groups apart. */
export function groupColumns(columns: readonly TableColumn[]): readonly TableColumn[] {
  return columns.filter(
    ({ name, distinctCount, values }) =>
      distinctCount > 0 &&
      distinctCount <= MOST_GROUPS &&
      values.length > 0 &&
      !TABLE_FLAGS.some((flag) => flag === name),
  )
}

/** The form as it begins: what most tables want. */
export function firstForm(columns: readonly TableColumn[]): IntentForm {
  const candidates = groupColumns(columns)
  const column =
    GROUP_COLUMNS.map((name) => candidates.find((one) => one.name === name)).find((one) => one !== undefined) ??
    candidates.find(({ kind, distinctCount }) => kind === 'text' && distinctCount > 1)
  return {
    groupColumn: column?.name ?? null,
    reference: column ? likelyReference(column) : null,
    groups: [],
    referenceIds: [],
    bins: [],
    toleranceHpf: 0.5,
    controls: 'one-way',
    transitions: [],
    matchWithin: null,
    perEmbryo: null,
    leaveOut: [...LEFT_OUT, 'unusable-frame'],
  }
}

export function likelyReference({ values }: TableColumn): string | null {
  return likelyWildType(values.map(({ value }) => value)) ?? values[0]?.value ?? null
}

/** The intent that a form states, or what is missing from it. */
export function intentOf(form: IntentForm): { readonly intent: ManifestIntent } | { readonly problem: string } {
  const { groupColumn, reference, groups, referenceIds, matchWithin, perEmbryo } = form
  if (groupColumn === null || reference === null) return { problem: TEXT.needsGroups }
  const badStage = form.bins.find((text) => stageIn(text) === null)
  if (badStage !== undefined) return { problem: TEXT.badStage(badStage) }
  const badStep = form.transitions.find((text) => stepIn(text) === null)
  if (badStep !== undefined) return { problem: TEXT.badTransition(badStep) }
  const binsHpf = stagesOf(form)
  const transitions = form.transitions.map(stepIn).filter((step) => step !== null)
  if (binsHpf.length === 0 && transitions.length === 0) return { problem: TEXT.needsStages }
  return {
    intent: {
      groupColumn,
      reference,
      binsHpf,
      toleranceHpf: form.toleranceHpf,
      controls: form.controls,
      transitions,
      leaveOut: [...form.leaveOut],
      ...(groups.length > 0 ? { groups: [...groups] } : {}),
      ...(referenceIds.length > 0 ? { referenceIds: [...referenceIds] } : {}),
      ...(matchWithin === null ? {} : { matchWithin }),
      ...(perEmbryo === null ? {} : { referencesPerEmbryo: perEmbryo }),
    },
  }
}

/** The form's stages, each once, in order. */
export function stagesOf({ bins }: IntentForm): number[] {
  return [...new Set(bins.flatMap((text) => stageIn(text) ?? []))].sort((a, b) => a - b)
}

function stageIn(text: string): number | null {
  const trimmed = text.trim()
  return /^\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : null
}

function stepIn(text: string): [number, number] | null {
  const found = /^\s*(\d+(?:\.\d+)?)\s*(?:-|–|→|to)\s*(\d+(?:\.\d+)?)\s*$/.exec(text)
  return found ? [Number(found[1]), Number(found[2])] : null
}
