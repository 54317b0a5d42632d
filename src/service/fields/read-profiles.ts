import type { Profiles, ProfilesQuery } from '../../api/fields-contract.ts'
import { meanS } from '../../core/analysis/body-place.ts'
import { profileOf, profileStatistics } from '../../core/analysis/body-profile.ts'
import { quantityUnit, quantityValues } from '../../core/analysis/profile-quantity.ts'
import { BodyPlaces } from './body-places.ts'
import { bodyView, referenceView } from './body-view.ts'
import { groupName } from './group-name.ts'
import { chooseGroup, type ReadingNeeds, readEmbryos } from './read-embryos.ts'

/** Why a pair is left out of profiles. */
const NO_CENTRELINE = "the centreline of their reference can't be trusted"

/**
 * A quantity along the body, for each group: per pair in parts of its source's own S, then per embryo over its pairs, then over embryos
 * (contract §10). A pair whose source's centreline fails is left out and said to be.
 *
 * @throws ProblemsError where there is no such run, or a group has no pair that can be used
 */
export async function readProfiles(
  { studyDir, runId, groups, quantity, bins }: ProfilesQuery,
  context: ReadingNeeds,
): Promise<Profiles> {
  const bodies = new BodyPlaces()
  const found: Profiles['groups'][number][] = []
  for (const group of groups) {
    const chosen = chooseGroup(studyDir, runId, group)
    const { embryos, pairCount, warnings } = await context.fields.whileReading((progress) =>
      readEmbryos(
        chosen,
        context,
        (field, { source }) => {
          const body = bodies.of(source, field)
          if (body.failures.length > 0) throw new Error(NO_CENTRELINE)
          return profileOf(quantityValues(field, quantity, body), body.s, bins)
        },
        progress,
      ),
    )
    const profiles = embryos.map(({ embryoId, taken }) => ({ embryoId, values: profileStatistics(taken).mean }))
    const { count, mean, sd } = profileStatistics(profiles.map(({ values }) => values))
    found.push({
      group,
      name: groupName(group),
      embryoCount: embryos.length,
      pairCount,
      embryosAt: [...count],
      mean: figures(mean),
      sd: figures(sd),
      embryos: profiles.map(({ embryoId, values }) => ({ embryoId, values: figures(values) })),
      warnings: [...warnings],
    })
  }
  const trusted = bodies.references.filter(({ body }) => body.failures.length === 0)
  return {
    unit: quantityUnit(quantity),
    groups: found,
    references: bodies.references.map(referenceView),
    body: bodyView(meanS(trusted.map(({ body }) => body))),
  }
}

/** NaN is none */
function figures(values: Float64Array): (number | null)[] {
  return Array.from(values, (value) => (Number.isNaN(value) ? null : value))
}
