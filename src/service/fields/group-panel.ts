import { fieldMap } from '../../core/analysis/field-map.ts'
import {
  differencePanel,
  type GroupPanel,
  meanPanel,
  standardisedDifferencePanel,
} from '../../core/analysis/group-panel.ts'
import type { GroupRef, PanelField, PanelRef } from '../../core/analysis/panel-field.ts'
import type { ServiceContext } from '../service-context.ts'
import { groupName, labelName, stageName } from './group-name.ts'
import type { GroupReading } from './group-reading.ts'
import { type GroupQuery, readGroup } from './read-group.ts'

type GroupPanelRef = Exclude<PanelRef, { kind: 'pair' | 'pair-difference' }>

/**
 * A map of groups as a panel draws it (contract §10).
 *
 * @throws ProblemsError where there is no such run, or a group has no pair that can be read
 */
export async function groupPanel(
  panel: GroupPanelRef,
  { studyDir, map }: Pick<GroupQuery, 'studyDir' | 'map'>,
  context: Pick<ServiceContext, 'paths' | 'fields' | 'closing'>,
): Promise<PanelField> {
  const read = (group: GroupRef) => readGroup({ studyDir, runId: panel.runId, group, map }, context)
  const { kind, unit } = fieldMap(map)
  if (panel.kind === 'mean') {
    const group = await read(panel.group)
    return finished(meanPanel(group.map), { map, kind, unit, groups: [group], title: meanTitle(panel.group, group) })
  }
  const groups = await Promise.all([read(panel.group), read(panel.reference)])
  const isStandardised = panel.kind === 'standardised-difference'
  const make = isStandardised ? standardisedDifferencePanel : differencePanel
  return finished(make(groups[0].map, groups[1].map), {
    map,
    kind: 'signed',
    unit: isStandardised ? '' : unit,
    groups,
    title: [
      `${betweenName(panel.group, panel.reference)}`,
      `${isStandardised ? 'standardised difference' : 'difference of means'}, ${groups[0].map.embryoCount} and ${groups[1].map.embryoCount} embryos`,
    ],
  })
}

interface Said extends Pick<PanelField, 'kind' | 'unit' | 'title'> {
  readonly map: GroupQuery['map']
  readonly groups: readonly GroupReading[]
}

function finished({ mask, ...panel }: GroupPanel, { map, groups, ...said }: Said): PanelField {
  const isOnSource = fieldMap(map).end === 'source'
  return {
    ...panel,
    ...said,
    sourceMask: isOnSource ? mask : null,
    targetMask: isOnSource ? null : mask,
    counts: {
      embryos: groups.map((group) => group.map.embryoCount),
      pairs: groups.map(({ pairCount }) => pairCount),
    },
    warnings: groups.flatMap(({ warnings }) => warnings),
  }
}

function meanTitle(group: GroupRef, { map: { embryoCount }, pairCount }: GroupReading): string[] {
  return [groupName(group), `mean of ${embryoCount} embryos, ${pairCount} pairs`]
}

/** `curl-ventral − wt, 47–49 hpf`: a stage that both have is said once */
function betweenName(group: GroupRef, reference: GroupRef): string {
  const sameStage = JSON.stringify(group.stageHpf) === JSON.stringify(reference.stageHpf)
  if (!sameStage) return `${groupName(group)} − ${groupName(reference)}`
  const stage = group.stageHpf === null ? '' : `, ${stageName(group.stageHpf)}`
  return `${labelName(group)} − ${labelName(reference)}${stage}`
}
