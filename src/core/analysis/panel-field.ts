import type { FieldMap } from './field-map.ts'
import type { FieldPlace } from './pair-field.ts'

/** Frames that go together: those of a run's pairs whose label in `column` has this value, at this stage where one is given. */
export interface GroupRef {
  /** a column of the run's label columns, `tgt_genotype` for the mutants of WT reference → mutant pairs */
  readonly column: string
  readonly value: string
  /** of the target, hpf, half-open; null for all */
  readonly stageHpf: readonly [number, number] | null
}

/** What a panel shows. */
export type PanelRef =
  | { readonly kind: 'pair'; readonly runId: string; readonly pairId: string }
  /** a pair's map minus that of another pair, which may be of another run of the study */
  | {
      readonly kind: 'pair-difference'
      readonly runId: string
      readonly pairId: string
      readonly reference: { readonly runId: string; readonly pairId: string }
    }
  /** mean over a group's embryos of each embryo's mean over its references and frames (contract §10) */
  | { readonly kind: 'mean'; readonly runId: string; readonly group: GroupRef }
  /** mean of `group` minus mean of `reference` */
  | { readonly kind: 'difference'; readonly runId: string; readonly group: GroupRef; readonly reference: GroupRef }
  /** the same over the pooled standard deviation between embryos */
  | {
      readonly kind: 'standardised-difference'
      readonly runId: string
      readonly group: GroupRef
      readonly reference: GroupRef
    }

/** Fewer embryos than this in a group are too few to say how much they differ. */
export const FEW_EMBRYOS = 5

/** What a panel draws: values on part of the canonical grid, NaN where they are undefined. */
export interface PanelField extends FieldPlace {
  readonly kind: FieldMap['kind']
  /** '' where there is none, as for standardised differences */
  readonly unit: FieldMap['unit'] | ''
  readonly values: Float32Array
  /** the displacement that arrows show, µm; null where arrows mean nothing */
  readonly dyUm: Float32Array | null
  readonly dxUm: Float32Array | null
  /** what is outlined: the source, for groups the union of the sources; null for none */
  readonly sourceMask: Uint8Array | null
  readonly targetMask: Uint8Array | null
  /** how many embryos stand in each pixel; null for a pair */
  readonly embryosAt: Uint16Array | null
  /** how many went in, the group's first; null for a pair */
  readonly counts: { readonly embryos: readonly number[]; readonly pairs: readonly number[] } | null
  /** two lines at most, for a title: `wt_01 f0028`, `→ m_03 f0028` */
  readonly title: readonly string[]
  readonly warnings: readonly PanelWarning[]
}

export type PanelWarning =
  /** a group has fewer than `FEW_EMBRYOS` embryos */
  | { readonly kind: 'few-embryos'; readonly group: string; readonly embryos: number }
  /** pairs of the group that have no fields, or whose fields can't be read */
  | { readonly kind: 'pairs-left-out'; readonly count: number; readonly reason: string }
  /** the pair's certificate is not to its tolerance */
  | { readonly kind: 'not-converged'; readonly count: number }
