import type { NewPair } from './build-manifest.ts'
import type { FrameRef } from './embryo-table.ts'
import { pairIdOf } from './manifest.ts'
import type { Problem } from './problem.ts'
import { unsafeNameReason } from './safe-name.ts'

/** A frame that a pair may use, with what speaks against it. */
export interface CandidateFrame extends FrameRef {
  readonly stageHpf: number | undefined
  /** why it should not be used; null where nothing speaks against it */
  readonly objection: Objection | null
}

/** What speaks against a frame; an error keeps the pair from running. */
export interface Objection {
  readonly severity: Problem['severity']
  readonly kind: string
  readonly message: string
}

/** What would mend a pair; `pair` is null where it is left out. */
export interface PairMend {
  readonly label: string
  readonly pair: NewPair | null
}

export interface FoundPairProblem {
  /** of the pair */
  readonly index: number
  readonly problem: Problem
  readonly mends: readonly PairMend[]
}

const DROP: PairMend = { label: 'Leave the pair out', pair: null }
const MOST_REFERENCES = 2

/**
 * What is wrong with pairs of a manifest that is not written yet, each with what would mend it.
 *
 * @param framesOf an embryo's frames; none for an embryo that the table lacks
 */
export function checkPairs(
  pairs: readonly NewPair[],
  framesOf: (embryoId: string) => readonly CandidateFrame[],
  file: string,
): readonly FoundPairProblem[] {
  const taken = new Set(pairs.map(({ pairId }) => pairId.toLowerCase()))
  const firstOf = new Map<string, number>()
  return pairs.flatMap((pair, index) => {
    const own = [...idProblems(pair, index, firstOf, taken, file), ...sameFrameProblems(pair, file)]
    const ends = (['src', 'tgt'] as const).flatMap((end) => endProblems(pair, end, pairs, framesOf, taken, file))
    return [...own, ...ends].map((found) => ({ index, ...found }))
  })
}

type Found = Omit<FoundPairProblem, 'index'>

function idProblems(
  pair: NewPair,
  index: number,
  firstOf: Map<string, number>,
  taken: Set<string>,
  file: string,
): Found[] {
  const id = pair.pairId.toLowerCase()
  const first = firstOf.get(id)
  if (first === undefined) firstOf.set(id, index)
  const reason = unsafeNameReason(pair.pairId)
  const messages = [
    ...(reason === undefined ? [] : [['unsafe-pair-id', `the id can't be a folder's name: ${reason}`]]),
    ...(first === undefined ? [] : [['double-pair-id', `pair ${first + 1} has the same id, capitals aside`]]),
  ]
  return messages.map(([kind, message]) => {
    const pairId = freeId(pair.pairId, taken)
    return {
      problem: problemOf(pair, { severity: 'error', kind, message }, file, 'pair_id'),
      mends: [{ label: `Name it ${pairId}`, pair: { ...pair, pairId } }, DROP],
    }
  })
}

function sameFrameProblems(pair: NewPair, file: string): Found[] {
  const { src, tgt } = pair
  if (src.embryoId !== tgt.embryoId || src.frameIndex !== tgt.frameIndex) return []
  const message = 'source and target are the same frame: nothing will have moved'
  return [{ problem: problemOf(pair, { severity: 'warning', kind: 'same-frame', message }, file), mends: [DROP] }]
}

function endProblems(
  pair: NewPair,
  end: 'src' | 'tgt',
  pairs: readonly NewPair[],
  framesOf: (embryoId: string) => readonly CandidateFrame[],
  taken: ReadonlySet<string>,
  file: string,
): Found[] {
  const { embryoId, frameIndex } = pair[end]
  const frames = framesOf(embryoId)
  const frame = frames.find((candidate) => candidate.frameIndex === frameIndex)
  const objection = frame ? frame.objection : missingFrame(embryoId, frameIndex, frames)
  if (!objection) return []
  const near = nearestUsable(frames, wantedStage(pair, end, frame), frameIndex)
  const others = end === 'src' ? otherReferences(pair, pairs, framesOf) : []
  const mends = [
    ...(near ? [{ label: `Use ${described(near)}`, pair: withEnd(pair, end, near, taken) }] : []),
    ...others.map((other) => ({
      label: `Use ${other.embryoId}, ${described(other)}, as the source`,
      pair: withEnd(pair, end, other, taken),
    })),
    DROP,
  ]
  const who = end === 'src' ? 'source' : 'target'
  const message = `${who} ${embryoId} frame ${frameIndex}: ${objection.message}`
  return [{ problem: problemOf(pair, { ...objection, message }, file, `frame_${end}`), mends }]
}

function missingFrame(embryoId: string, frameIndex: number, frames: readonly CandidateFrame[]): Objection {
  const message =
    frames.length === 0 ? `the table has no embryo ${embryoId}` : `the table has no frame ${frameIndex} of ${embryoId}`
  return { severity: 'error', kind: 'missing-frame', message }
}

/** The bin's stage where the pair has one, else the frame's own. */
function wantedStage(pair: NewPair, end: 'src' | 'tgt', frame: CandidateFrame | undefined): number | undefined {
  const [bin, stage] = end === 'src' ? [pair.binSrcHpf, pair.stageSrcHpf] : [pair.binTgtHpf, pair.stageTgtHpf]
  return bin ?? stage ?? frame?.stageHpf
}

/** Nearest in stage, or in index where no stage is known. */
function nearestUsable(
  frames: readonly CandidateFrame[],
  stageHpf: number | undefined,
  frameIndex: number,
): CandidateFrame | undefined {
  const distance = (frame: CandidateFrame) =>
    stageHpf === undefined
      ? Math.abs(frame.frameIndex - frameIndex)
      : Math.abs((frame.stageHpf ?? Number.POSITIVE_INFINITY) - stageHpf)
  const usable = frames.filter((frame) => !frame.objection && frame.frameIndex !== frameIndex)
  return usable.sort((a, b) => distance(a) - distance(b) || a.frameIndex - b.frameIndex)[0]
}

/** Sources of other pairs at the same bin that the target is not compared with yet. */
function otherReferences(
  pair: NewPair,
  pairs: readonly NewPair[],
  framesOf: (embryoId: string) => readonly CandidateFrame[],
): CandidateFrame[] {
  if (pair.src.embryoId === pair.tgt.embryoId) return []
  const isSameTarget = (other: NewPair) =>
    other.tgt.embryoId === pair.tgt.embryoId && other.tgt.frameIndex === pair.tgt.frameIndex
  const used = new Set(pairs.filter(isSameTarget).map(({ src }) => src.embryoId))
  const found = new Map<string, CandidateFrame>()
  for (const { src, tgt, binSrcHpf } of pairs) {
    if (found.size === MOST_REFERENCES) break
    if (src.embryoId === tgt.embryoId || binSrcHpf !== pair.binSrcHpf) continue
    if (used.has(src.embryoId) || src.embryoId === pair.tgt.embryoId || found.has(src.embryoId)) continue
    const frame = framesOf(src.embryoId).find(({ frameIndex }) => frameIndex === src.frameIndex)
    if (frame && !frame.objection) found.set(src.embryoId, frame)
  }
  return [...found.values()]
}

function described({ frameIndex, stageHpf }: CandidateFrame): string {
  return stageHpf === undefined ? `frame ${frameIndex}` : `frame ${frameIndex} (${stageHpf.toFixed(1)} hpf)`
}

/** The pair with another frame at one end; an id that named the frames follows them. */
function withEnd(pair: NewPair, end: 'src' | 'tgt', frame: CandidateFrame, taken: ReadonlySet<string>): NewPair {
  const { embryoId, frameIndex, stageHpf } = frame
  const changed: NewPair =
    end === 'src'
      ? { ...pair, src: { embryoId, frameIndex }, stageSrcHpf: stageHpf }
      : { ...pair, tgt: { embryoId, frameIndex }, stageTgtHpf: stageHpf }
  const isNamedByFrames = pair.pairId === safeId(pairIdOf(pair.src, pair.tgt))
  return isNamedByFrames ? { ...changed, pairId: freeId(pairIdOf(changed.src, changed.tgt), taken) } : changed
}

/** Embryo ids may hold what folder names must not. */
function safeId(id: string): string {
  return id.replaceAll(/[^A-Za-z0-9._-]/g, '-')
}

/** A safe id that is not taken, as like the given one as can be. */
function freeId(id: string, taken: ReadonlySet<string>): string {
  const plain = safeId(id).replace(/^\.+/, '').replace(/\.+$/, '').slice(0, 140)
  const start = unsafeNameReason(plain) === undefined ? plain : `pair-${plain}`.replace(/-$/, '')
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? start : `${start}-${n}`
    if (!taken.has(candidate.toLowerCase())) return candidate
  }
}

function problemOf({ pairId }: NewPair, objection: Objection, file: string, column?: string): Problem {
  return { ...objection, scope: 'pair', file, pairId, ...(column === undefined ? {} : { column }) }
}
