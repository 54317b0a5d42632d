import type { FieldMapName } from '../../core/analysis/field-map.ts'
import type { PanelField, PanelRef } from '../../core/analysis/panel-field.ts'
import type { ServiceContext } from '../service-context.ts'
import { groupPanel } from './group-panel.ts'
import { pairDifferencePanel } from './pair-difference-panel.ts'
import { pairPanel } from './pair-panel.ts'

/**
 * What a panel draws of a map.
 *
 * @throws ProblemsError where there is no such run, pair or group, or its files are missing or damaged
 */
export async function panelField(
  studyDir: string,
  panel: PanelRef,
  map: FieldMapName,
  context: Pick<ServiceContext, 'paths' | 'fields' | 'closing'>,
): Promise<PanelField> {
  if (panel.kind === 'pair-difference') return pairDifferencePanel(studyDir, panel, map, context)
  if (panel.kind === 'pair') return pairPanel({ studyDir, runId: panel.runId, pairId: panel.pairId }, map, context)
  return groupPanel(panel, { studyDir, map }, context)
}
