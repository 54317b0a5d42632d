import { type FieldMapName, fieldMap } from '../../core/analysis/field-map.ts'
import { mapDifference } from '../../core/analysis/map-difference.ts'
import type { PanelField, PanelRef } from '../../core/analysis/panel-field.ts'
import type { PlacedMap } from '../../core/analysis/placed-map.ts'
import type { ServiceContext } from '../service-context.ts'
import { type PairPanel, pairPanel } from './pair-panel.ts'

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
  const panel = await pairPanel({ studyDir, runId, pairId }, map, context)
  const other = await pairPanel({ studyDir, ...reference }, map, context)
  const isOnSource = fieldMap(map).end === 'source'
  const placed = ({ sourceMask, targetMask, ...field }: PairPanel): PlacedMap => ({
    ...field,
    mask: isOnSource ? sourceMask : targetMask,
  })
  const { mask, ...difference } = mapDifference(placed(panel), placed(other))
  const inRun = (id: string) => (reference.runId === runId ? '' : ` in ${id}`)
  return {
    ...panel,
    ...difference,
    kind: 'signed',
    sourceMask: isOnSource ? mask : null,
    targetMask: isOnSource ? null : mask,
    title: [`${panel.title.join(' ')}${inRun(runId)}`, `− ${other.title.join(' ')}${inRun(reference.runId)}`],
    warnings: [...panel.warnings, ...other.warnings],
  }
}
