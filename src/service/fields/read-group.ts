import { createHash } from 'node:crypto'
import type { FieldMapName } from '../../core/analysis/field-map.ts'
import { embryoMean, groupMap } from '../../core/analysis/group-map.ts'
import { FEW_EMBRYOS, type GroupRef, type PanelWarning } from '../../core/analysis/panel-field.ts'
import { type PlacedMap, placedMap } from '../../core/analysis/placed-map.ts'
import { messageOf } from '../../core/message-of.ts'
import { refusal } from '../../study/problem.ts'
import type { RunRecord } from '../../study/run-store.ts'
import { artifactsDirOf } from '../artifacts-dir.ts'
import { readStudy } from '../read-study.ts'
import { requireRun } from '../require-run.ts'
import type { ServiceContext } from '../service-context.ts'
import { type GroupPair, groupPairs, isSolved, pairsOfGroup } from './group-pairs.ts'
import type { EmbryoMap, GroupReading } from './group-reading.ts'

/** What is asked of a run. */
export interface GroupQuery {
  readonly studyDir: string
  readonly runId: string
  readonly group: GroupRef
  readonly map: FieldMapName
}

type Needs = Pick<ServiceContext, 'paths' | 'fields' | 'closing'>

/**
 * Reads a group's maps, embryo by embryo, or has them at hand from before as long as none of its pairs was run again.
 *
 * @throws ProblemsError where there is no such run, or the group has no pair that can be read
 */
export async function readGroup(query: GroupQuery, context: Needs): Promise<GroupReading> {
  const { studyDir, runId, group, map } = query
  const { run, pairs, marks } = readStudy(studyDir, (store) => ({
    run: requireRun(store, studyDir, runId),
    pairs: groupPairs(store, runId),
    marks: store.pairMarks(runId),
  }))
  const chosen = pairsOfGroup(pairs, group)
  if (chosen.pairs.length === 0) {
    throw refusal(
      'empty-group',
      `no pair of ${runId} that was tried is of ${groupName(group)}: choose another group`,
      studyDir,
    )
  }
  const key = createHash('sha256')
  for (const { pairId } of chosen.pairs) key.update(`${pairId} ${marks.get(pairId)}\n`)
  const name = JSON.stringify([studyDir, run.createdAt, runId, group, map, key.digest('hex')])
  return context.fields.group(name, (progress) => read(query, run, chosen, { ...context, progress }))
}

async function read(
  { studyDir, group, map }: GroupQuery,
  run: RunRecord,
  { pairs, transitionsLeftOut }: ReturnType<typeof pairsOfGroup>,
  { paths, fields, closing, progress }: Needs & { readonly progress: (done: number, total: number) => void },
): Promise<GroupReading> {
  const solved = pairs.filter(isSolved)
  const unreadable: string[] = []
  const embryos: EmbryoMap[] = []
  let done = 0
  for (const [embryoId, ofEmbryo] of Map.groupBy(solved, (pair) => pair.embryoId)) {
    const maps: PlacedMap[] = []
    for (const { pairId } of ofEmbryo) {
      closing.throwIfAborted()
      progress(done++, solved.length)
      try {
        maps.push(placedMap(await fields.readOnce(paths.require(artifactsDirOf(studyDir, run, pairId))), map))
      } catch (error) {
        unreadable.push(messageOf(error))
      }
    }
    if (maps.length > 0) embryos.push({ embryoId, map: embryoMean(maps) })
  }
  if (embryos.length === 0) {
    const reason = unreadable[0] ?? 'all of them failed'
    throw refusal('empty-group', `no pair of ${groupName(group)} can be read: ${reason}. Run them again`, studyDir)
  }
  return {
    embryos,
    map: groupMap(embryos.map(({ map: each }) => each)),
    pairCount: solved.length - unreadable.length,
    warnings: warningsOf(group, embryos.length, { pairs, unreadable, transitionsLeftOut }),
  }
}

function warningsOf(
  group: GroupRef,
  embryos: number,
  {
    pairs,
    unreadable,
    transitionsLeftOut,
  }: { pairs: readonly GroupPair[]; unreadable: readonly string[]; transitionsLeftOut: number },
): PanelWarning[] {
  const count = (state: GroupPair['state']) => pairs.filter((pair) => pair.state === state).length
  const leftOut = (count: number, reason: string): PanelWarning[] =>
    count === 0 ? [] : [{ kind: 'pairs-left-out', count, reason }]
  const unconverged = count('unconverged')
  return [
    ...(embryos < FEW_EMBRYOS ? [{ kind: 'few-embryos', group: groupName(group), embryos } as const] : []),
    ...leftOut(pairs.filter((pair) => !isSolved(pair)).length, 'they failed'),
    ...leftOut(unreadable.length, `their files can't be read: ${unreadable[0]}`),
    ...leftOut(transitionsLeftOut, 'they lead from an embryo to itself'),
    ...(unconverged === 0 ? [] : [{ kind: 'not-converged', count: unconverged } as const]),
  ]
}

/** `curl-ventral`, `set_type wt_control`, `wt, 47–49 hpf` */
export function groupName({ column, value, stageHpf }: GroupRef): string {
  return `${labelName({ column, value })}${stageHpf === null ? '' : `, ${stageName(stageHpf)}`}`
}

export function labelName({ column, value }: Pick<GroupRef, 'column' | 'value'>): string {
  return column.endsWith('genotype') ? value : `${column} ${value}`
}

export function stageName([from, to]: readonly [number, number]): string {
  return `${from}–${to} hpf`
}
