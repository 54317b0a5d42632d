import type { GroupMap } from '../../core/analysis/group-map.ts'
import type { PanelWarning } from '../../core/analysis/panel-field.ts'
import type { PlacedMap } from '../../core/analysis/placed-map.ts'

/** A map of a group's embryos, read, with what has to be said of it. */
export interface GroupReading {
  readonly embryos: readonly EmbryoMap[]
  readonly map: GroupMap
  /** that went in */
  readonly pairCount: number
  readonly warnings: readonly PanelWarning[]
}

/** An embryo's mean over its references and frames. */
export interface EmbryoMap {
  readonly embryoId: string
  readonly map: PlacedMap
}
