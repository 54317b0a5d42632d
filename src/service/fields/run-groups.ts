import type { RunGroups } from '../../api/fields-contract.ts'
import { readStudy } from '../read-study.ts'
import { requireRun } from '../require-run.ts'
import { type GroupPair, groupColumns, groupPairs, isSolved } from './group-pairs.ts'
import { isInBin, type StageBin, stageBins } from './stage-bins.ts'

/** A column with more values than this names embryos rather than groups. */
const MOST_GROUPS = 60

/** Which groups a run's solved pairs make; pairs of an embryo with itself are not counted where there are others. */
export function runGroups(studyDir: string, runId: string): RunGroups {
  const { all, solved } = readStudy(studyDir, (store) => {
    requireRun(store, studyDir, runId)
    const all = groupColumns(store)
    return { all, solved: groupPairs(store, runId, all).filter(isSolved) }
  })
  const between = solved.filter(({ isTransition }) => !isTransition)
  const pairs = between.length > 0 ? between : solved
  const bins = stageBins(pairs.flatMap(({ stageHpf }) => stageHpf ?? []))
  const columns = all.filter((column, i) => !all.slice(0, i).some((other) => areSame(pairs, column, other)))
  return {
    columns: columns.flatMap((name) => {
      const values = Map.groupBy(pairs, ({ labels }) => labels[name])
      values.delete(null)
      if (values.size === 0 || values.size > MOST_GROUPS) return []
      const groups = [...values].map(([value, members]) => ({
        value: String(value),
        ...countsOf(members),
        stages: stagesOf(members, bins),
      }))
      return [{ name, groups: groups.sort((a, b) => a.value.localeCompare(b.value)) }]
    }),
    stages: stagesOf(pairs, bins),
  }
}

function areSame(pairs: readonly GroupPair[], a: string, b: string): boolean {
  return pairs.every(({ labels }) => labels[a] === labels[b])
}

function stagesOf(pairs: readonly GroupPair[], bins: readonly StageBin[]) {
  return bins.flatMap((bin) => {
    const members = pairs.filter(({ stageHpf }) => isInBin(stageHpf, bin))
    return members.length === 0 ? [] : [{ stageHpf: bin, ...countsOf(members) }]
  })
}

function countsOf(pairs: readonly GroupPair[]) {
  return { embryos: new Set(pairs.map(({ embryoId }) => embryoId)).size, pairs: pairs.length }
}
