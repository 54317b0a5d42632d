import type { PairRecord } from '../../study/run-store.ts'
import { isSolved } from '../fields/group-pairs.ts'

/** A group's figures: each embryo's mean first, then mean and standard deviation over embryos. */
export interface GroupRow {
  readonly group: string
  readonly embryos: number
  readonly pairs: number
  /** by metric; the deviation is null for a single embryo */
  readonly values: readonly { readonly mean: number; readonly sd: number | null }[]
}

/** By the target's genotype; pairs without one are in none, nor those of an embryo with itself where there are others. */
export function groupTable(pairs: readonly PairRecord[], metrics: readonly string[]): GroupRow[] {
  const solved = pairs.filter((pair) => isSolved(pair) && pair.metrics !== null)
  const between = solved.filter(({ metrics: row }) => row?.src_embryo_id !== row?.tgt_embryo_id)
  const byGroup = Map.groupBy(between.length > 0 ? between : solved, ({ metrics: row }) =>
    String(row?.tgt_genotype ?? ''),
  )
  byGroup.delete('')
  return Array.from(byGroup, ([group, members]) => {
    const byEmbryo = Map.groupBy(members, ({ metrics: row }) => String(row?.tgt_embryo_id))
    const values = metrics.map((name) => {
      const means = Array.from(byEmbryo.values(), (ofEmbryo) =>
        mean(ofEmbryo.map(({ metrics: row }) => Number(row?.[name]))),
      )
      return { mean: mean(means), sd: means.length > 1 ? deviation(means) : null }
    })
    return { group, embryos: byEmbryo.size, pairs: members.length, values }
  }).sort((a, b) => a.group.localeCompare(b.group))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** of a sample */
function deviation(values: readonly number[]): number {
  const centre = mean(values)
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1))
}
