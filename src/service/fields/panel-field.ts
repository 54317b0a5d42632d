import type { FieldMapName } from '../../core/analysis/field-map.ts'
import type { PanelField, PanelRef } from '../../core/analysis/panel-field.ts'
import { refusal } from '../../study/problem.ts'
import type { ServiceContext } from '../service-context.ts'
import { pairPanel } from './pair-panel.ts'

/**
 * What a panel draws of a map.
 *
 * @throws ProblemsError where there is no such run, pair or group, or its files are missing or damaged
 */
export function panelField(
  studyDir: string,
  panel: PanelRef,
  map: FieldMapName,
  context: Pick<ServiceContext, 'paths' | 'fields'>,
): Promise<PanelField> {
  switch (panel.kind) {
    case 'pair':
      return pairPanel({ studyDir, runId: panel.runId, pairId: panel.pairId, map }, context)
    default:
      throw refusal('no-groups', 'groups of embryos can not be drawn yet', studyDir)
  }
}
