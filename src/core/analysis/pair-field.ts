import type { Box } from '../mask/tight-box.ts'

/** The arrays of `fields.npz` that a picture may need; NaN at pixels that no point of the support stands for (contract §5). */
export const FIELD_ARRAYS = [
  'debiasedDy',
  'debiasedDx',
  'plainDy',
  'plainDx',
  'restDy',
  'restDx',
  'destroyed',
  'created',
  'createdOnSource',
  'changeSource',
  'changeTarget',
  'costSource',
  'costTarget',
  'costDebiased',
] as const
export type FieldArray = (typeof FIELD_ARRAYS)[number]

/** Where a field lies: part of the canonical grid. */
export interface FieldPlace {
  readonly gridHeightPx: number
  readonly gridWidthPx: number
  readonly umPerPx: number
  /** of the grid, half-open; every array of the field is as large, row-major */
  readonly box: Box
}

/** A solved pair's maps on its crop of the canonical grid. Displacements in canonical px, masses in px, costs in px × normalised length². */
export interface PairField extends FieldPlace {
  readonly sourceMask: Uint8Array
  readonly targetMask: Uint8Array
  readonly arrays: Readonly<Record<FieldArray, Float32Array>>
  /** normalised length of a canonical px, in which costs are counted; 1 / max(grid height, grid width) where nothing was pooled */
  readonly coordScale: number
}
