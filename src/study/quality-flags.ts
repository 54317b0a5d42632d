import { booleanIn, cellText } from './cell-values.ts'

/** The segmentation pipeline's quality flags (contract §1.1). */
export const QUALITY_FLAGS = [
  'use_embryo_flag',
  'dead_flag',
  'dead_flag2',
  'sam2_qc_flag',
  'sa_outlier_flag',
  'frame_flag',
  'no_yolk_flag',
] as const

export type QualityFlag = (typeof QUALITY_FLAGS)[number]

/**
 * The flags that speak against a row: `use_embryo_flag` where it is false, the others where they are true or hold any text other than
 * `false` and `0` (some tables list the reasons). A missing value speaks against nothing.
 *
 * @param cell the row's text in a flag's column, empty where the table has no such column
 */
export function raisedFlags(cell: (flag: QualityFlag) => string): readonly QualityFlag[] {
  const raised = QUALITY_FLAGS.filter((flag) => isRaised(flag, cellText(cell(flag))))
  return raised.length === 0 ? NONE : raised
}

// most rows raise none: they share one list
const NONE: readonly QualityFlag[] = []

function isRaised(flag: QualityFlag, text: string | undefined): boolean {
  if (text === undefined) return false
  return flag === 'use_embryo_flag' ? booleanIn(text) === false : booleanIn(text) !== false
}
