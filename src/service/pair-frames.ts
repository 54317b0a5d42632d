import type { CandidateFrame, Objection } from '../study/check-pairs.ts'
import { frameKey } from '../study/embryo-table.ts'
import type { StudyFrames } from './frames-at-hand.ts'
import { isAgainst } from './table-rows.ts'

/** An embryo's frames with what speaks against each: decided by hand, said by the table, or found in the masks. */
export function candidateFrames(frames: StudyFrames, embryoId: string): readonly CandidateFrame[] {
  const { rows, embryos } = frames.table.index
  return (embryos.get(embryoId) ?? []).map((row) => {
    const { frameIndex, stageHpf } = rows[row]
    return { embryoId, frameIndex, stageHpf, objection: objectionTo(frames, row) }
  })
}

function objectionTo({ table, decisions, checks }: StudyFrames, row: number): Objection | null {
  const { embryoId, frameIndex, flags } = table.index.rows[row]
  const key = frameKey(embryoId, frameIndex)
  const found = checks.finding(key)?.flags ?? []
  const unusable = found.find(({ kind }) => kind === 'unusable-frame')
  if (unusable) return { severity: 'error', kind: unusable.kind, message: unusable.message }
  const because = decisions.get(key)?.excludedBecause ?? null
  if (because !== null) {
    return { severity: 'warning', kind: 'excluded-by-hand', message: `it was excluded by hand: ${because}` }
  }
  const raised = flags.filter(isAgainst)
  if (raised.length > 0) {
    return { severity: 'warning', kind: 'table-flag', message: `the table raises ${raised.join(', ')}` }
  }
  const doubts = found.filter(({ kind }) => kind !== 'yolk-missing')
  if (doubts.length === 0) return null
  return { severity: 'warning', kind: doubts[0].kind, message: doubts.map(({ message }) => message).join('; ') }
}
