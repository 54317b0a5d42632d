import type { SelectedPair } from './explore-state.ts'
import { numberAt, type PairColumns, textAt } from './pair-columns.ts'

/** The rows of pairs; pairs that are not among them are left out. */
export function rowsOf(pairs: PairColumns, selected: readonly SelectedPair[]): ReadonlySet<number> {
  if (selected.length === 0) return new Set()
  const wanted = new Set(selected.map(keyOf))
  const rows = Array.from({ length: pairs.rowCount }, (_, row) => row)
  return new Set(rows.filter((row) => wanted.has(keyOf(pairOf(pairs, row)))))
}

/** Which pair a row is. */
export function pairOf(pairs: PairColumns, row: number): SelectedPair & { readonly pairId: string } {
  return {
    runId: textAt(pairs, 'run_id', row),
    pairId: textAt(pairs, 'pair_id', row),
    position: numberAt(pairs, 'position', row),
  }
}

function keyOf({ runId, position }: SelectedPair): string {
  return `${position} ${runId}`
}
