import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { EditsView, FrameRow } from '../../../api/data-contract.ts'
import type { FrameRefView } from '../../../api/procedure.ts'
import { notifyFailed } from '../../components/notify.ts'
import { useApi } from '../../data/api-context.ts'
import { frameRef } from '../../data/frame-key.ts'
import { DATA_TEXT } from '../../text/data.ts'

type Correction = NonNullable<FrameRow['correction']>

/** What can be decided about frames; everything that shows them follows. */
export interface Decide {
  readonly edits: EditsView | undefined
  exclude(frames: readonly FrameRefView[], reason: string): Promise<void>
  include(frames: readonly FrameRefView[]): Promise<void>
  correct(frame: FrameRefView, correction: Correction | null): Promise<void>
  undo(): Promise<void>
  redo(): Promise<void>
}

/** @param onDecided what else follows a decision: frames may have to be checked again */
export function useDecide(studyDir: string, onDecided: () => void): Decide {
  const api = useApi()
  const queries = useQueryClient()
  const editsOptions = api.data.edits.queryOptions({ input: { studyDir } })
  const { data: edits } = useQuery(editsOptions)

  const decide = async (act: () => Promise<EditsView>) => {
    try {
      queries.setQueryData(editsOptions.queryKey, await act())
      await Promise.all([
        queries.invalidateQueries({ queryKey: api.data.rows.key() }),
        queries.invalidateQueries({ queryKey: api.data.embryo.key() }),
        queries.invalidateQueries({ queryKey: api.data.frame.key() }),
        queries.invalidateQueries({ queryKey: api.manifest.key() }),
        queries.invalidateQueries({ queryKey: api.study.key() }),
      ])
      onDecided()
    } catch (error) {
      notifyFailed(DATA_TEXT.edits.failed, error)
    }
  }
  return {
    edits,
    exclude: (frames, reason) =>
      decide(() => api.data.exclude.call({ studyDir, frames: frames.map(frameRef), reason })),
    include: (frames) => decide(() => api.data.include.call({ studyDir, frames: frames.map(frameRef) })),
    correct: (frame, correction) =>
      decide(() => api.data.correct.call({ studyDir, frame: frameRef(frame), correction })),
    undo: () => decide(() => api.data.undo.call({ studyDir })),
    redo: () => decide(() => api.data.redo.call({ studyDir })),
  }
}

/** How a frame lies now beyond its placement. */
export function layingOf({
  correction,
  neighbourCorrection,
}: Pick<FrameRow, 'correction' | 'neighbourCorrection'>): Correction {
  return correction ?? neighbourCorrection ?? { turned: false, flipped: false }
}
