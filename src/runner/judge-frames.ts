import { type FrameFlagKind, SERIES_FLAGS } from '../core/quality/quality-flag.ts'
import { type FrameRef, frameKey } from '../study/embryo-table.ts'
import { PlacedFrames } from './placed-frames.ts'
import { checkFrames, type FrameInput, findFrames } from './preflight.ts'
import { DEFAULT_PARAMETERS } from './run-parameters.ts'
import { workerPool } from './worker-pool.ts'

/** What is said against a frame: one of the quality flags, or that it can't be used at all. */
export interface FrameVerdict {
  readonly kind: FrameFlagKind | 'unusable-frame'
  readonly message: string
}

/** Frames of the same embryo, on either side, that a frame is compared with. */
const NEIGHBOURS = 3

/** Whether a kind of flag needs an embryo's other frames. */
export function needsNeighbours(kind: string): boolean {
  return SERIES_FLAGS.some((known) => known === kind)
}

/** The frames with those of their embryos right before and after them, in the order of their indices. */
export function withNeighbours(frames: readonly FrameRef[], all: readonly FrameRef[]): readonly FrameRef[] {
  const courses = Map.groupBy(all, ({ embryoId }) => embryoId)
  const wanted = new Map<string, FrameRef>()
  for (const { embryoId, frameIndex } of frames) {
    const course = (courses.get(embryoId) ?? []).toSorted((a, b) => a.frameIndex - b.frameIndex)
    const at = course.findIndex((other) => other.frameIndex === frameIndex)
    for (const near of course.slice(Math.max(0, at - NEIGHBOURS), at + NEIGHBOURS + 1)) {
      wanted.set(frameKey(near.embryoId, near.frameIndex), near)
    }
  }
  return [...wanted.values()]
}

/**
 * Decodes and places frames of a table as a run does, and says what is to be doubted of each, compared with its embryo's others among them.
 *
 * @returns by `frameKey`
 * @throws ProblemsError where the table can't be understood
 */
export async function judgeFrames(
  input: Pick<FrameInput, 'tablePath' | 'dataRoot'>,
  frames: readonly FrameRef[],
  workers: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly FrameVerdict[]>> {
  const asked = { ...input, requireYolk: false }
  const { found } = await findFrames(asked, frames)
  const usable = [...found.values()].flatMap(({ runFrame }) => (runFrame ? [runFrame] : []))
  await using pool = workerPool({ workers, tasksPerWorker: 1 }, signal)
  const placed = new PlacedFrames(pool, DEFAULT_PARAMETERS, 'cpu')
  const checked = await checkFrames(asked, { frames: usable }, placed, DEFAULT_PARAMETERS, () => {})
  return new Map(
    [...found].map(([key, { frame, runFrame }]): [string, readonly FrameVerdict[]] => {
      const errors = frame.problems.filter(({ severity }) => severity === 'error').map(({ message }) => message)
      const failure = checked.failures.get(key) ?? (runFrame ? undefined : errors.join('; '))
      if (failure !== undefined) return [key, [{ kind: 'unusable-frame', message: failure }]]
      return [key, checked.frames.get(key)?.quality.flags ?? []]
    }),
  )
}
