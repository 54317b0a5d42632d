import type { FrameRefView } from '../../api/procedure.ts'

/** One string for a frame. */
export function frameKey({ embryoId, frameIndex }: FrameRefView): string {
  return `${embryoId}#${frameIndex}`
}

/** A frame without what else is known of it. */
export function frameRef({ embryoId, frameIndex }: FrameRefView): FrameRefView {
  return { embryoId, frameIndex }
}

/** What a frame is called. */
export function frameName({ embryoId, frameIndex }: FrameRefView): string {
  return `${embryoId}, frame ${frameIndex}`
}
