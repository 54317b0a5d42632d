import type { FrameDesk } from './frame-desk.ts'
import type { PathGuard } from './path-guard.ts'

/** What the service gets from whoever starts it. */
export interface ServiceContext {
  readonly paths: PathGuard
  /** where what is remembered between starts is kept: the list of recent studies */
  readonly appDir: string
  /** where new studies go unless a person says otherwise */
  readonly studiesDir: string
  /** to the system's trash */
  trash(paths: readonly string[]): Promise<void>
  /** the studies' embryo tables and frames, as far as they are at hand */
  readonly frames: FrameDesk
}
