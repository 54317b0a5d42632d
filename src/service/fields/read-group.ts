import { setImmediate as nextTurn } from 'node:timers/promises'
import type { FieldMapName } from '../../core/analysis/field-map.ts'
import { embryoMean, groupMap } from '../../core/analysis/group-map.ts'
import type { GroupRef } from '../../core/analysis/panel-field.ts'
import { type PlacedMap, placedMap } from '../../core/analysis/placed-map.ts'
import type { GroupReading } from './group-reading.ts'
import { chooseGroup, type ReadingNeeds, readEmbryos } from './read-embryos.ts'

/** What is asked of a run. */
export interface GroupQuery {
  readonly studyDir: string
  readonly runId: string
  readonly group: GroupRef
  readonly map: FieldMapName
}

/**
 * Reads a group's maps, or has them at hand from before as long as none of its pairs was run again.
 *
 * @throws ProblemsError where there is no such run, or the group has no pair that can be read
 */
export async function readGroup(
  { studyDir, runId, group, map }: GroupQuery,
  context: ReadingNeeds,
): Promise<GroupReading> {
  const chosen = chooseGroup(studyDir, runId, group)
  return context.fields.group(`${chosen.mark} ${map}`, async (progress) => {
    const { embryos, pairCount, warnings } = await readEmbryos(
      chosen,
      context,
      (field) => placedMap(field, map),
      progress,
    )
    const means: PlacedMap[] = []
    for (const { taken } of embryos) {
      means.push(embryoMean(taken))
      // others are answered in between
      await nextTurn()
    }
    return { map: groupMap(means), pairCount, warnings }
  })
}
