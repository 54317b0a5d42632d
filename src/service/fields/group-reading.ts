import type { GroupMap } from '../../core/analysis/group-map.ts'
import type { PanelWarning } from '../../core/analysis/panel-field.ts'

/** A map of a group, read, with what has to be said of it. */
export interface GroupReading {
  readonly map: GroupMap
  /** that went in */
  readonly pairCount: number
  readonly warnings: readonly PanelWarning[]
}
