import { type Outlier, outliersOf } from '../../../core/analysis/outliers.ts'
import type { Slot } from './grouping.ts'
import { type PairColumns, textAt } from './pair-columns.ts'

/** A quantity in which a pair lies outside the fences of its group and stage. */
export interface OutlierReason extends Outlier {
  readonly column: string
}

/** Outliers are told by the total cost whatever is shown (contract §10): the first of these that the pairs have. */
const COSTS = ['total_transport_cost_um2', 'total_transport_cost_um', 'total_transport_cost']
const FLAG_COLUMNS = ['quality_flags', 'src_quality_flags', 'tgt_quality_flags', 'src_table_flags', 'tgt_table_flags']

/** Why rows are outliers, by row: within group and stage, of the total cost and of each of the shown quantities. */
export function outlierReasons(
  pairs: PairColumns,
  slots: readonly Slot[],
  shown: readonly string[],
): ReadonlyMap<number, readonly OutlierReason[]> {
  const cost = COSTS.find((name) => pairs.byName.has(name))
  const names = new Set([...(cost === undefined ? [] : [cost]), ...shown])
  const reasons = [...names].flatMap((name) => {
    const column = pairs.byName.get(name)
    if (column?.kind !== 'number') return []
    return outliersOf(
      column.values,
      slots.map(({ rows }) => rows),
    ).map((outlier) => ({ ...outlier, column: name }))
  })
  return Map.groupBy(reasons, ({ row }) => row)
}

/** The kinds of quality flags that a row's pair and its two frames have, each once. */
export function flagsOf(pairs: PairColumns, row: number): readonly string[] {
  return [...new Set(FLAG_COLUMNS.flatMap((name) => textAt(pairs, name, row).split(';')))].filter((kind) => kind !== '')
}
