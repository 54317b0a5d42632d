import type { RunFrame } from '../runner/placed-frames.ts'
import { foundFrame } from '../runner/preflight.ts'
import { readFramesAt } from '../study/embryo-frames-at.ts'
import { type EmbryoFrame, type FrameRef, frameKey } from '../study/embryo-table.ts'
import { refusal } from '../study/problem.ts'
import { rowOfFrame } from '../study/table-index.ts'
import type { OpenTable } from './open-tables.ts'

/** A frame of a table, ready to be placed, or why it is not. */
export type ReadFrame = { readonly key: string; readonly frame: EmbryoFrame } & (
  | { readonly runFrame: RunFrame }
  | { readonly runFrame: undefined; readonly error: string }
)

/**
 * Reads frames with their masks, and finds their yolks; nothing is decoded.
 *
 * @param rows indices into the table's rows
 */
export async function readFrames(table: OpenTable, rows: readonly number[]): Promise<ReadFrame[]> {
  const input = { tablePath: table.index.path, requireYolk: false }
  const frames = await readFramesAt(table.index, rows)
  return frames.map((frame): ReadFrame => {
    const key = frameKey(frame.embryoId, frame.frameIndex)
    const errors = frame.problems.filter(({ severity }) => severity === 'error').map(({ message }) => message)
    const { runFrame } = foundFrame(key, frame, table.yolks, input)
    return errors.length === 0 && runFrame
      ? { key, frame, runFrame }
      : { key, frame, runFrame: undefined, error: errors.join('; ') }
  })
}

/**
 * Index of a frame's row.
 *
 * @throws ProblemsError where the table has no such frame
 */
export function requireRow({ index }: OpenTable, { embryoId, frameIndex }: FrameRef): number {
  const row = rowOfFrame(index, embryoId, frameIndex)
  if (row !== undefined) return row
  throw refusal('missing-frame', `the table has no row for embryo ${embryoId}, frame ${frameIndex}`, index.path)
}
