import type { EngineRegistry } from '../engines/engine-registry.ts'
import type { CudaInstaller } from './cuda-installer.ts'
import type { FieldReader } from './fields/field-reader.ts'
import type { FrameDesk } from './frame-desk.ts'
import type { LiveRuns } from './live-runs.ts'
import type { PathGuard } from './path-guard.ts'

/** What procedures share: what the service got from whoever started it, and what lives as long as it does. */
export interface ServiceContext {
  readonly paths: PathGuard
  /** where what is remembered between starts is kept: the list of recent studies */
  readonly appDir: string
  /** where new studies go unless a person says otherwise */
  readonly studiesDir: string
  /** to the system's trash */
  trash(paths: readonly string[]): Promise<void>
  readonly engines: EngineRegistry
  readonly cuda: CudaInstaller
  /** the studies' embryo tables and frames, as far as they are at hand */
  readonly frames: FrameDesk
  /** the maps of pairs that were looked at last */
  readonly fields: FieldReader
  /** runs that this service is carrying out */
  readonly liveRuns: LiveRuns
  /** aborted when the service ends: whatever goes on then stops */
  readonly closing: AbortSignal
}
