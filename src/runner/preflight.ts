import { type EmbryoFrame, frameKey, readEmbryoTable } from '../study/embryo-table.ts'
import { type ManifestPair, readManifest, selectPairs } from '../study/manifest.ts'
import { type Problem, ProblemsError } from '../study/problem.ts'
import { findYolkFile, type YolkIndex, yolkIndex } from '../study/yolk-files.ts'
import type { FrameResult } from './frame-task.ts'
import type { PlacedFrames, RunFrame } from './placed-frames.ts'
import type { OnEvent } from './run-event.ts'

export interface RunInput {
  readonly tablePath: string
  readonly manifestPath: string
  /** where `segmentation/<yolk…>/` lies; no yolks where undefined */
  readonly dataRoot?: string
  readonly includeControl: boolean
  /** only the first so many pairs of the manifest */
  readonly limit?: number
  /** a frame without a yolk is an error */
  readonly requireYolk: boolean
}

/** The pairs of a manifest with their frames found in the table; nothing decoded yet. */
export interface PreparedInput {
  readonly pairs: readonly PreparedPair[]
  /** rows that do not run, and why */
  readonly skipped: readonly { readonly pair: ManifestPair; readonly reason: string }[]
  readonly frames: readonly RunFrame[]
  readonly problems: readonly Problem[]
}

export interface PreparedPair {
  readonly pair: ManifestPair
  /** undefined where the table has no usable row; a problem says so */
  readonly source: RunFrame | undefined
  readonly target: RunFrame | undefined
}

/**
 * Reads manifest and table and brings them together.
 *
 * @throws ProblemsError with every problem found where one of them can't be understood (contract §9)
 */
export async function prepareInput(input: RunInput): Promise<PreparedInput> {
  const manifest = await readManifest(input.manifestPath)
  const { selected, skipped } = selectPairs(manifest.pairs, { includeControl: input.includeControl })
  const pairs = selected.slice(0, input.limit ?? selected.length)
  const table = await readEmbryoTable(
    input.tablePath,
    pairs.flatMap(({ src, tgt }) => [src, tgt]),
  )
  const batchProblems = [...manifest.problems, ...table.problems].filter(({ scope }) => scope === 'batch')
  if (batchProblems.some(({ severity }) => severity === 'error')) throw new ProblemsError(batchProblems)

  const yolks = input.dataRoot === undefined ? undefined : await yolkIndex(input.dataRoot)
  const frames = new Map<string, RunFrame>()
  const problems: Problem[] = [...manifest.problems, ...table.problems]
  for (const [key, frame] of table.frames) {
    const found = runFrame(key, frame, yolks, input)
    problems.push(...found.problems)
    if (found.frame) frames.set(key, found.frame)
  }
  const prepared = pairs.map((pair) => ({
    pair,
    source: frames.get(frameKey(pair.src.embryoId, pair.src.frameIndex)),
    target: frames.get(frameKey(pair.tgt.embryoId, pair.tgt.frameIndex)),
  }))
  for (const { pair } of prepared) problems.push(...missingFrames(pair, table.frames, input))
  return { pairs: prepared, skipped, frames: [...frames.values()], problems }
}

/** Decodes and places every frame, so that all that is wrong is known before the first solve. */
export async function checkFrames(
  input: RunInput,
  prepared: PreparedInput,
  placed: PlacedFrames,
  onEvent: OnEvent,
): Promise<{ problems: Problem[]; uncertainFrames: string[] }> {
  const frameCount = prepared.frames.length
  const problems: Problem[] = []
  const uncertainFrames: string[] = []
  let framesDone = 0
  await Promise.all(
    prepared.frames.map(async (frame) => {
      try {
        const result = await placed.placed(frame)
        problems.push(...frameProblems(input, frame, result))
        if (result.placed.orientationUncertain) uncertainFrames.push(frame.key)
      } catch (error) {
        if (isAbort(error)) throw error
        problems.push(frameProblem(input, frame, 'error', 'unusable-frame', messageOf(error)))
      }
      onEvent({ kind: 'frame-placed', framesDone: ++framesDone, frameCount })
    }),
  )
  problems.sort((a, b) => (a.row ?? 0) - (b.row ?? 0))
  return { problems, uncertainFrames: uncertainFrames.sort() }
}

/** The errors that keep a pair from running, as one message; undefined where there are none. */
export function pairError(prepared: PreparedPair, problems: readonly Problem[], tablePath: string): string | undefined {
  const { pair, source, target } = prepared
  const rows = [source?.frame.row, target?.frame.row]
  const mine = problems.filter(
    ({ severity, file, row, pairId }) =>
      severity === 'error' && (pairId === pair.pairId || (file === tablePath && row !== undefined && rows.includes(row))),
  )
  if (mine.length > 0) return mine.map(({ message }) => message).join('; ')
  return source && target ? undefined : 'a frame of the pair is not usable'
}
