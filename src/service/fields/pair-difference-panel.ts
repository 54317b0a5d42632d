import { type FieldMapName, fieldMap } from '../../core/analysis/field-map.ts'
import { mapDifference } from '../../core/analysis/map-difference.ts'
import type { PanelField, PanelRef } from '../../core/analysis/panel-field.ts'
import { placedMap } from '../../core/analysis/placed-map.ts'
import type { ServiceContext } from '../service-context.ts'
import { pairPanel, readPairOf } from './pair-panel.ts'

/**
 * A pair's map minus another pair's, as a panel draws it.
 *
 * @throws ProblemsError where a run has not solved its pair, or files are missing or damaged
 */
export async function pairDifferencePanel(
  studyDir: string,
  { runId, pairId, reference }: Extract<PanelRef, { kind: 'pair-difference' }>,
  map: FieldMapName,
  context: Pick<ServiceContext, 'paths' | 'fields'>,
): Promise<PanelField> {
  const names = [
    { studyDir, runId, pairId },
    { studyDir, ...reference },
  ] as const
  const [panel, referencePanel] = [await pairPanel(names[0], map, context), await pairPanel(names[1], map, context)]
  const [field, referenceField] = [await readPairOf(names[0], context), await readPairOf(names[1], context)]
  const { mask, ...difference } = mapDifference(placedMap(field, map), placedMap(referenceField, map))
  const isOnSource = fieldMap(map).end === 'source'
  const isOtherRun = reference.runId !== runId
  return {
    ...difference,
    kind: 'signed',
    unit: panel.unit,
    sourceMask: isOnSource ? mask : null,
    targetMask: isOnSource ? null : mask,
    embryosAt: null,
    counts: null,
    title: [
      `${panel.title.join(' ')}${isOtherRun ? ` in ${runId}` : ''}`,
      `− ${referencePanel.title.join(' ')}${isOtherRun ? ` in ${reference.runId}` : ''}`,
    ],
    warnings: [...panel.warnings, ...referencePanel.warnings],
  }
}
