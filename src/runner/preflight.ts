import { messageOf } from '../core/message-of.ts'
import { type EmbryoFrame, type FrameRef, frameKey, readEmbryoTable } from '../study/embryo-table.ts'
import { type ManifestPair, readManifest, type SkippedPair, selectPairs } from '../study/manifest.ts'
import { type Problem, ProblemsError, refusal } from '../study/problem.ts'
import { problemList } from '../study/problem-list.ts'
import type { FrameRecord, PlacementRecord } from '../study/run-store.ts'
import { findYolkFile, type YolkIndex, yolkIndex } from '../study/yolk-files.ts'
import { type AloneFrame, type CheckedQuality, qualityAlongTime } from './checked-quality.ts'
import type { FrameResult } from './frame-task.ts'
import type { HandDecisions } from './hand-decisions.ts'
import { frameHash, type PlacedFrames, type RunFrame } from './placed-frames.ts'
import type { OnEvent } from './run-event.ts'
import type { RunParameters } from './run-parameters.ts'

/** Where frames come from. */
export interface FrameInput {
  readonly tablePath: string
  /** where `segmentation/<yolk…>/` lies; no yolks where undefined */
  readonly dataRoot?: string
  /** a frame without a yolk is an error */
  readonly requireYolk: boolean
}

export interface RunInput extends FrameInput {
  readonly manifestPath: string
  readonly includeControl: boolean
  /** only the first so many pairs of the manifest */
  readonly limit?: number
  /** only these pairs, done or not */
  readonly pairIds?: readonly string[]
}

/** The pairs of a manifest with their frames found in the table; nothing decoded yet. */
export interface PreparedInput {
  readonly pairs: readonly PreparedPair[]
  /** pairs beyond the limit, and others than asked for, for a later call */
  readonly later: readonly ManifestPair[]
  /** rows that do not run, and why */
  readonly skipped: readonly SkippedPair[]
  /** pairs with a frame that a person left out, and why */
  readonly excluded: readonly SkippedPair[]
  /** those of the pairs, and the others of their embryos that the run compares them with */
  readonly frames: readonly RunFrame[]
  readonly problems: readonly Problem[]
}

export interface PreparedPair {
  readonly pair: ManifestPair
  /** undefined where the table has no usable row */
  readonly source: RunFrame | undefined
  readonly target: RunFrame | undefined
  /** what keeps the pair from running; each is among the problems too */
  readonly errors: readonly string[]
}

/**
 * Reads manifest and table and brings them together.
 *
 * @throws ProblemsError with every problem found where one of them can't be understood (contract §9)
 */
export async function prepareInput(input: RunInput, decisions: HandDecisions = new Map()): Promise<PreparedInput> {
  const manifest = await readManifest(input.manifestPath)
  const { selected, skipped } = selectPairs(manifest.pairs, { includeControl: input.includeControl })
  const excluded = selected.flatMap((pair) => excludedPair(pair, decisions))
  const isExcluded = new Set(excluded.map(({ pair }) => pair))
  const usable = selected.filter((pair) => !isExcluded.has(pair))
  const { pairs, later, wanted } = input.pairIds
    ? askedPairs(input.pairIds, usable, [...skipped, ...excluded], input.manifestPath)
    : limitedPairs(usable, input.limit ?? usable.length)
  const { found, problems } = await findFrames(input, wanted, manifest.problems)
  const missing = pairs.map((pair) => missingFrames(pair, found, input))
  const prepared = pairs.map((pair, i) => preparedPair(pair, found, missing[i]))
  return {
    pairs: prepared,
    later,
    skipped,
    excluded,
    frames: [...found.values()].flatMap(({ runFrame }) => (runFrame ? [runFrame] : [])),
    problems: [...manifest.problems, ...problems, ...missing.flat()],
  }
}

interface ChosenPairs {
  readonly pairs: readonly ManifestPair[]
  readonly later: readonly ManifestPair[]
  /** frames to look at */
  readonly wanted: readonly FrameRef[]
}

function limitedPairs(usable: readonly ManifestPair[], limit: number): ChosenPairs {
  const pairs = usable.slice(0, limit)
  return { pairs, later: usable.slice(limit), wanted: framesOf(pairs) }
}

/** A frame is compared with all of its embryo's in the run, so that a pair run by itself comes out as it would among all. */
function askedPairs(
  pairIds: readonly string[],
  usable: readonly ManifestPair[],
  unused: readonly SkippedPair[],
  manifestPath: string,
): ChosenPairs {
  const asked = new Set(pairIds)
  const pairs = usable.filter(({ pairId }) => asked.has(pairId))
  const known = new Set(pairs.map(({ pairId }) => pairId))
  const missing = pairIds.filter((pairId) => !known.has(pairId))
  if (missing.length > 0) throw refusal('unknown-pair', missing.map(notRun(unused)).join('; '), manifestPath)
  const embryos = new Set(framesOf(pairs).map(({ embryoId }) => embryoId))
  return {
    pairs,
    later: usable.filter(({ pairId }) => !asked.has(pairId)),
    wanted: framesOf(usable).filter(({ embryoId }) => embryos.has(embryoId)),
  }
}

function notRun(unused: readonly SkippedPair[]): (pairId: string) => string {
  return (pairId) => {
    const skipped = unused.find(({ pair }) => pair.pairId === pairId)
    return skipped ? `${pairId} does not run: ${skipped.reason}` : `the manifest has no pair ${pairId}`
  }
}

function framesOf(pairs: readonly ManifestPair[]): FrameRef[] {
  return pairs.flatMap(({ src, tgt }) => [src, tgt])
}

function excludedPair(pair: ManifestPair, decisions: HandDecisions): SkippedPair[] {
  const reasons = [pair.src, pair.tgt].flatMap(({ embryoId, frameIndex }) => {
    const because = decisions.get(frameKey(embryoId, frameIndex))?.excludedBecause ?? null
    return because === null ? [] : [`${embryoId} frame ${frameIndex} was left out by hand: ${because}`]
  })
  return reasons.length === 0 ? [] : [{ pair, reason: [...new Set(reasons)].join('; ') }]
}

/**
 * Finds frames in the table, each with its yolk; nothing is decoded yet.
 *
 * @param earlier problems found before, which are told with those that end it here
 * @throws ProblemsError where the table can't be understood, or one of the earlier problems can't be gone on with
 */
export async function findFrames(
  input: FrameInput,
  wanted: readonly FrameRef[],
  earlier: readonly Problem[] = [],
): Promise<{ readonly found: ReadonlyMap<string, FoundFrame>; readonly problems: readonly Problem[] }> {
  const table = await readEmbryoTable(input.tablePath, wanted)
  const batchProblems = [...earlier, ...table.problems].filter(({ scope }) => scope === 'batch')
  if (batchProblems.some(({ severity }) => severity === 'error')) throw new ProblemsError(batchProblems)

  const yolks = input.dataRoot === undefined ? undefined : await yolkIndex(input.dataRoot)
  const found = new Map([...table.frames].map(([key, frame]) => [key, foundFrame(key, frame, yolks, input)]))
  return { found, problems: [...table.problems, ...[...found.values()].flatMap(({ problems }) => problems)] }
}

/** Decodes and places every frame and compares each embryo's with one another, so that all that is wrong is known before the first solve. */
export async function checkFrames(
  input: FrameInput,
  prepared: Pick<PreparedInput, 'frames'>,
  placed: PlacedFrames,
  parameters: RunParameters,
  onEvent: OnEvent,
): Promise<CheckedFrames> {
  const frameCount = prepared.frames.length
  const errors: Problem[] = []
  const alone: (AloneFrame & Pick<CheckedFrame, 'record' | 'placement'>)[] = []
  const failures = new Map<string, string>()
  let framesDone = 0
  await Promise.all(
    prepared.frames.map(async (frame) => {
      try {
        const result = await placed.placed(frame)
        const { evidence, orientationUncertain } = result.placed
        alone.push({
          frame,
          quality: result.quality,
          evidence,
          orientationUncertain,
          isByHand: placed.byHand(frame) !== undefined,
          ...records(frame, result, parameters, placed),
        })
      } catch (error) {
        if (isAbort(error)) throw error
        const problem = unusableFrame(input, frame, messageOf(error))
        errors.push(problem)
        failures.set(frame.key, problem.message)
      }
      onEvent({ kind: 'frame-placed', framesDone: ++framesDone, frameCount })
    }),
  )
  const qualities = qualityAlongTime(alone, parameters.placement)
  const frames = new Map<string, CheckedFrame>()
  for (const { frame, orientationUncertain, record, placement } of alone) {
    const quality = qualities.get(frame.key)
    if (quality === undefined) continue
    const { correction } = quality
    const kept = correction
      ? records(frame, await placed.corrected(frame, correction), parameters, placed)
      : { record, placement }
    frames.set(frame.key, { ...withQuality(kept, quality), quality, orientationUncertain })
  }
  const problems = [...errors, ...flagProblems(input, prepared.frames, frames)]
  problems.sort((a, b) => (a.row ?? 0) - (b.row ?? 0))
  return { problems, frames, failures }
}

/** What the store keeps of a frame and how it was placed, and what is to be doubted of it. */
export interface CheckedFrame {
  readonly record: FrameRecord
  readonly placement: PlacementRecord
  readonly quality: CheckedQuality
  readonly orientationUncertain: boolean
}

export interface CheckedFrames {
  readonly problems: Problem[]
  /** usable frames by key */
  readonly frames: ReadonlyMap<string, CheckedFrame>
  /** why the others are not */
  readonly failures: ReadonlyMap<string, string>
}

/** What keeps a pair from running, as one message; undefined where nothing does. */
export function pairError({ errors, source, target }: PreparedPair, { failures }: CheckedFrames): string | undefined {
  const frameErrors = new Set([source, target].flatMap((frame) => (frame ? (failures.get(frame.key) ?? []) : [])))
  const all = [...errors, ...frameErrors]
  return all.length > 0 ? all.join('; ') : undefined
}

function preparedPair(
  pair: ManifestPair,
  found: ReadonlyMap<string, FoundFrame>,
  missing: readonly Problem[],
): PreparedPair {
  const source = found.get(frameKey(pair.src.embryoId, pair.src.frameIndex))
  const target = found.get(frameKey(pair.tgt.embryoId, pair.tgt.frameIndex))
  const ends = [...new Set([source, target])].flatMap((end) => (end ? [end] : []))
  const problems = [...missing, ...ends.flatMap((end) => [...end.frame.problems, ...end.problems])]
  const errors = problems.filter(({ severity }) => severity === 'error').map(({ message }) => message)
  return { pair, source: source?.runFrame, target: target?.runFrame, errors }
}

/** A frame of the table with what stands against it beyond the table's own problems. */
export interface FoundFrame {
  readonly frame: EmbryoFrame
  readonly runFrame: RunFrame | undefined
  readonly problems: readonly Problem[]
}

/** The frame as a run takes it, with its yolk; nothing is decoded. */
export function foundFrame(
  key: string,
  frame: EmbryoFrame,
  yolks: YolkIndex | undefined,
  input: FrameInput,
): FoundFrame {
  const { mask, umPerPx } = frame
  // the table's own problems say why there is no mask or no usable scale
  if (mask === undefined || umPerPx === undefined) return { frame, runFrame: undefined, problems: [] }
  const yolk = yolks ? findYolkFile(yolks, frame) : {}
  const problems: Problem[] = []
  const found: RunFrame = { key, frame, mask, umPerPx, ...(yolk.path === undefined ? {} : { yolkPath: yolk.path }) }
  if (yolk.warning) problems.push(frameProblem(input, found, 'warning', 'several-yolks', yolk.warning))
  if (input.requireYolk && yolk.path === undefined) {
    const message =
      input.dataRoot === undefined
        ? 'it has no yolk mask, and no --data-root was given to find one in'
        : `it has no yolk mask under ${input.dataRoot}`
    problems.push(frameProblem(input, found, 'error', 'missing-yolk', message))
  }
  return { frame, runFrame: found, problems }
}

function missingFrames(
  pair: ManifestPair,
  frames: ReadonlyMap<string, FoundFrame>,
  { manifestPath, tablePath }: RunInput,
): Problem[] {
  const ends = [
    { end: pair.src, column: 'frame_src' },
    { end: pair.tgt, column: 'frame_tgt' },
  ]
  return ends
    .filter(({ end }) => !frames.has(frameKey(end.embryoId, end.frameIndex)))
    .map(({ end, column }) => ({
      severity: 'error',
      scope: 'pair',
      kind: 'missing-frame',
      message: `${pair.pairId}: ${tablePath} has no row for embryo ${end.embryoId}, frame ${end.frameIndex}`,
      file: manifestPath,
      row: pair.row,
      column,
      pairId: pair.pairId,
    }))
}

function records(
  frame: RunFrame,
  result: FrameResult,
  { placement, gridUmPerPx }: RunParameters,
  placed: PlacedFrames,
): Pick<CheckedFrame, 'record' | 'placement'> {
  const { mask: _mask, ...details } = result.placed
  const { mask: _source, ...labels } = frame.frame
  const hash = frameHash(frame, result)
  const byHand = placed.byHand(frame)
  return {
    record: {
      frameHash: hash,
      embryoId: frame.frame.embryoId,
      frameIndex: frame.frame.frameIndex,
      maskRle: result.maskRle,
      yolkRle: result.yolkRle,
      heightPx: result.heightPx,
      widthPx: result.widthPx,
      umPerPx: frame.umPerPx,
      correction: byHand ? JSON.stringify(byHand) : null,
      labels: JSON.stringify(labels),
    },
    placement: { frameHash: hash, placement, gridUmPerPx, details: JSON.stringify(details) },
  }
}

function withQuality(
  { record, placement }: Pick<CheckedFrame, 'record' | 'placement'>,
  quality: CheckedQuality,
): Pick<CheckedFrame, 'record' | 'placement'> {
  const details: object = JSON.parse(placement.details)
  return { record, placement: { ...placement, details: JSON.stringify({ ...details, quality }) } }
}

/** Every flag as a warning. That no frame at all has a yolk is said once. */
function flagProblems(
  input: FrameInput,
  runFrames: readonly RunFrame[],
  checked: ReadonlyMap<string, CheckedFrame>,
): readonly Problem[] {
  const listed = problemList()
  const all = [...checked.values()].map(({ quality }) => quality)
  const noYolks = all.every(({ flags }) => flags.some(({ kind }) => kind === 'yolk-missing'))
  if (noYolks && all.length > 0) listed.add(withoutYolks(input, all.length))
  for (const frame of runFrames) {
    const raised = frame.frame.flags
    if (raised.length > 0) {
      const message = `its row raises ${raised.join(', ')}: leave it out, or look at it`
      listed.add(frameProblem(input, frame, 'warning', 'table-flag', message))
    }
    for (const { kind, message } of checked.get(frame.key)?.quality.flags ?? []) {
      if (kind !== 'yolk-missing' || !noYolks) listed.add(frameProblem(input, frame, 'warning', kind, message))
    }
  }
  return listed.all()
}

function withoutYolks({ tablePath, dataRoot }: FrameInput, frameCount: number): Problem {
  const frames = frameCount === 1 ? 'the frame has no yolk mask' : `none of the ${frameCount} frames has a yolk mask`
  const where = dataRoot === undefined ? 'give them by --data-root' : `none was found under ${dataRoot}`
  const message = `${frames}: head and tail, back and belly are told by outlines alone; ${where}`
  return { severity: 'warning', scope: 'pair', kind: 'yolk-missing', file: tablePath, message }
}

function frameProblem(
  input: FrameInput,
  { frame }: RunFrame,
  severity: Problem['severity'],
  kind: string,
  message: string,
): Problem {
  return {
    severity,
    scope: 'pair',
    kind,
    message: `${frame.embryoId} frame ${frame.frameIndex}: ${message}`,
    file: input.tablePath,
    row: frame.row,
  }
}

/** Tells the cell that holds the mask, unless it is the yolk's file that is wrong. */
function unusableFrame(input: FrameInput, frame: RunFrame, message: string): Problem {
  const problem = frameProblem(input, frame, 'error', 'unusable-frame', message)
  if (frame.yolkPath !== undefined && message.includes(frame.yolkPath)) return problem
  return { ...problem, column: frame.mask.kind === 'text' ? 'mask_rle' : 'mask_path' }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}
