import { DEFAULT_MANIFEST_OPTIONS } from '../study/build-manifest.ts'
import { type CodedColumn, textIn } from '../study/coded-column.ts'
import type { EmbryoRow } from '../study/embryo-rows.ts'
import { frameKey } from '../study/embryo-table.ts'
import type { FrameDesk } from './frame-desk.ts'
import type { StudyFrames } from './frames-at-hand.ts'

/** The table's rows with the labels that groups are told apart by, as manifests are built from them. */
export async function labelledRows(
  desk: FrameDesk,
  frames: StudyFrames,
  labelColumns: readonly string[],
): Promise<readonly EmbryoRow[]> {
  const columns = await Promise.all(
    [...new Set(labelColumns)].map(
      async (name): Promise<[string, CodedColumn]> => [name, await desk.queries.column(frames, name)],
    ),
  )
  return frames.table.index.rows.map(({ row, embryoId, frameIndex, stageHpf, flags }, i) => {
    const labels = columns.map(([name, column]) => [name, textIn(column, i)]).filter(([, text]) => text !== '')
    return { row, embryoId, frameIndex, stageHpf, flags, labels: Object.fromEntries(labels) }
  })
}

/** Whether a frame may be used: it has a stage, and neither a person nor the table's own flags speak against it. */
export function isUsable({ decisions }: StudyFrames, row: EmbryoRow): row is EmbryoRow & { stageHpf: number } {
  const isExcluded = decisions.get(frameKey(row.embryoId, row.frameIndex))?.excludedBecause != null
  return row.stageHpf !== undefined && !isExcluded && !row.flags.some(isAgainst)
}

/** Flags of the table for which frames are left out unless a person says otherwise. */
export function isAgainst(flag: EmbryoRow['flags'][number]): boolean {
  return DEFAULT_MANIFEST_OPTIONS.leaveOut.some((known) => known === flag)
}
