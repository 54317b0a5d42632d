import type { PanelBody } from '../../api/fields-contract.ts'
import { meanS } from '../../core/analysis/body-place.ts'
import type { PanelRef } from '../../core/analysis/panel-field.ts'
import { BodyPlaces } from './body-places.ts'
import { bodyView, referenceView } from './body-view.ts'
import { type GroupPair, isSolved, pairOf } from './group-pairs.ts'
import { readPairOf } from './pair-panel.ts'
import { chooseGroup, type ReadingNeeds } from './read-embryos.ts'

/**
 * How far along the body each pixel of a panel lies: for a pair, or its difference from another, its source's S, for groups the mean of their sources'.
 *
 * @throws ProblemsError where there is no such run, pair or group, or a pair's files are missing or damaged
 */
export async function panelBody(studyDir: string, panel: PanelRef, context: ReadingNeeds): Promise<PanelBody> {
  const bodies = new BodyPlaces()
  for (const { pairId, source } of onePairASource(pairsOf(studyDir, panel))) {
    context.closing.throwIfAborted()
    bodies.of(source, await readPairOf({ studyDir, runId: panel.runId, pairId }, context))
  }
  const trusted = bodies.references.filter(({ body }) => body.failures.length === 0)
  return {
    body: trusted.length > 0 ? bodyView(meanS(trusted.map(({ body }) => body))) : null,
    references: bodies.references.map(referenceView),
  }
}

/** as far as a body is concerned */
type Sourced = Pick<GroupPair, 'pairId' | 'source'>

function pairsOf(studyDir: string, panel: PanelRef): readonly Sourced[] {
  if (panel.kind === 'pair' || panel.kind === 'pair-difference') return [pairOf(studyDir, panel)]
  const groups = panel.kind === 'mean' ? [panel.group] : [panel.group, panel.reference]
  return groups.flatMap((group) => chooseGroup(studyDir, panel.runId, group).pairs.filter(isSolved))
}

function onePairASource(pairs: readonly Sourced[]): readonly Sourced[] {
  return [...new Map(pairs.map((pair) => [`${pair.source.embryoId} ${pair.source.frameIndex}`, pair])).values()]
}
