import { createHash } from 'node:crypto'
import type { PairField } from '../../core/analysis/pair-field.ts'
import { FEW_EMBRYOS, type GroupRef, type PanelWarning } from '../../core/analysis/panel-field.ts'
import { messageOf } from '../../core/message-of.ts'
import { refusal } from '../../study/problem.ts'
import type { RunRecord } from '../../study/run-store.ts'
import { artifactsDirOf } from '../artifacts-dir.ts'
import { readStudy } from '../read-study.ts'
import { requireRun } from '../require-run.ts'
import type { ServiceContext } from '../service-context.ts'
import { groupName } from './group-name.ts'
import { type GroupPair, groupPairs, isSolved, pairsOfGroup } from './group-pairs.ts'

/** A group of a run's pairs, not yet read. */
export interface ChosenGroup {
  readonly studyDir: string
  readonly run: RunRecord
  readonly group: GroupRef
  readonly pairs: readonly GroupPair[]
  /** pairs of an embryo with itself that were not chosen */
  readonly transitionsLeftOut: number
  /** another one whenever one of the pairs was run again */
  readonly mark: string
}

/** What was taken of each embryo's pairs. */
export interface ReadEmbryos<Taken> {
  readonly embryos: readonly { readonly embryoId: string; readonly taken: readonly Taken[] }[]
  readonly pairCount: number
  readonly warnings: readonly PanelWarning[]
}

export type ReadingNeeds = Pick<ServiceContext, 'paths' | 'fields' | 'closing'>

/**
 * A group's pairs.
 *
 * @throws ProblemsError where there is no such run, or it has no such pair
 */
export function chooseGroup(studyDir: string, runId: string, group: GroupRef): ChosenGroup {
  const { run, all, marks } = readStudy(studyDir, (store) => ({
    run: requireRun(store, studyDir, runId),
    all: groupPairs(store, runId, [group.column]),
    marks: store.pairMarks(runId),
  }))
  const { pairs, transitionsLeftOut } = pairsOfGroup(all, group)
  if (pairs.length === 0) {
    throw refusal(
      'empty-group',
      `no pair of ${runId} that was tried is of ${groupName(group)}: choose another group`,
      studyDir,
    )
  }
  const hash = createHash('sha256')
  for (const { pairId } of pairs) hash.update(`${pairId} ${marks.get(pairId)}\n`)
  const mark = JSON.stringify([studyDir, runId, run.createdAt, group, hash.digest('hex')])
  return { studyDir, run, group, pairs, transitionsLeftOut, mark }
}

/**
 * Reads a group's solved pairs, one at a time so that others are answered in between.
 *
 * @param take what is wanted of a pair; an error leaves the pair out, with its message as the reason
 * @throws ProblemsError where nothing could be taken
 */
export async function readEmbryos<Taken>(
  chosen: ChosenGroup,
  { paths, fields, closing }: ReadingNeeds,
  take: (field: PairField, pair: GroupPair) => Taken,
  progress: (pairsRead: number, pairCount: number) => void,
): Promise<ReadEmbryos<Taken>> {
  const { studyDir, run, group } = chosen
  const solved = chosen.pairs.filter(isSolved)
  const leftOut: string[] = []
  const byEmbryo = new Map<string, Taken[]>()
  for (const [i, pair] of solved.entries()) {
    closing.throwIfAborted()
    progress(i, solved.length)
    try {
      const field = await fields.readOnce(paths.require(artifactsDirOf(studyDir, run, pair.pairId)))
      const taken = take(field, pair)
      const ofEmbryo = byEmbryo.get(pair.embryoId)
      if (ofEmbryo) ofEmbryo.push(taken)
      else byEmbryo.set(pair.embryoId, [taken])
    } catch (error) {
      leftOut.push(messageOf(error))
    }
  }
  if (byEmbryo.size === 0) {
    const reason = leftOut[0] ?? 'all of them failed'
    throw refusal('empty-group', `no pair of ${groupName(group)} can be used: ${reason}`, studyDir)
  }
  return {
    embryos: [...byEmbryo].map(([embryoId, taken]) => ({ embryoId, taken })),
    pairCount: solved.length - leftOut.length,
    warnings: warningsOf(chosen, byEmbryo.size, leftOut),
  }
}

function warningsOf({ group, pairs, transitionsLeftOut }: ChosenGroup, embryos: number, leftOut: readonly string[]) {
  const because = (count: number, reason: string): PanelWarning[] =>
    count === 0 ? [] : [{ kind: 'pairs-left-out', count, reason }]
  const unconverged = pairs.filter(({ state }) => state === 'unconverged').length
  const warnings: readonly PanelWarning[] = [
    ...(embryos < FEW_EMBRYOS ? [{ kind: 'few-embryos', group: groupName(group), embryos } as const] : []),
    ...because(pairs.filter((pair) => !isSolved(pair)).length, 'they failed'),
    ...[...Map.groupBy(leftOut, (reason) => reason)].flatMap(([reason, { length }]) => because(length, reason)),
    ...because(transitionsLeftOut, 'they lead from an embryo to itself'),
    ...(unconverged === 0 ? [] : [{ kind: 'not-converged', count: unconverged } as const]),
  ]
  return warnings
}
