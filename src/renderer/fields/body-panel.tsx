import { useQuery } from '@tanstack/react-query'
import type { RunGroups } from '../../api/fields-contract.ts'
import type { GroupRef, PanelRef } from '../../core/analysis/panel-field.ts'
import { PROFILE_QUANTITIES, type ProfileQuantity } from '../../core/analysis/profile-quantity.ts'
import { MOST_PANELS } from '../../figure/field-view.ts'
import { QueryView } from '../components/query-view.tsx'
import { useApi } from '../data/api-context.ts'
import { likelyWildType } from '../data/wild-types.ts'
import { CHOOSER_TEXT } from '../text/fields.ts'
import { useFields, useFieldsStore, useShownRefs, useView } from './fields-store.ts'
import { ProfilePanel } from './profile-panel.tsx'
import { byGroup, genotypeColumn } from './small-multiples.ts'
import type { AlongBody } from './use-along-body.ts'

interface BodyPanelProps {
  readonly studyDir: string
  readonly body: AlongBody | undefined
}

/** What is shown, along the body: pointing at the profile marks its place on the fields, and the other way round. */
export function BodyPanel({ studyDir, body }: BodyPanelProps) {
  const api = useApi()
  const store = useFieldsStore()
  const refs = useShownRefs()
  const map = useView((view) => view.map)
  const runId = refs[0]?.runId ?? ''
  const hoveredS = useFields(({ cursor }) =>
    cursor && body ? body.sAt(Math.round(cursor.yx[0]), Math.round(cursor.yx[1])) : null,
  )
  const query = useQuery(api.fields.groups.queryOptions({ input: { studyDir, runId } }))
  const mark = (s: number | null) => {
    const yx = s === null ? null : (body?.placeOf(s) ?? null)
    store.setState(({ active }) => ({ cursor: yx === null ? null : { panel: active, yx } }))
  }
  return (
    <QueryView query={query} failed={CHOOSER_TEXT.groupsFailed}>
      {(groups) => (
        <ProfilePanel
          studyDir={studyDir}
          runId={runId}
          groups={groupsShown(refs, groups)}
          quantity={quantityOf(map)}
          hoveredS={hoveredS}
          onHoverS={mark}
        />
      )}
    </QueryView>
  )
}

/** Those that the panels show; of pairs, the run's genotypes. */
function groupsShown(refs: readonly PanelRef[], groups: RunGroups): readonly GroupRef[] {
  const shown = refs.flatMap((ref) => {
    if (!('group' in ref)) return []
    return ref.kind === 'mean' ? [ref.group] : [ref.reference, ref.group]
  })
  const once = [...new Map(shown.map((group) => [JSON.stringify(group), group])).values()]
  const column = genotypeColumn(groups)
  if (once.length > 0 || !column) return once.slice(0, MOST_PANELS)
  const wildType = likelyWildType(column.groups.map(({ value }) => value))
  return byGroup('', column, (value) => value === wildType)
    .flatMap((ref) => (ref.kind === 'mean' ? [ref.group] : []))
    .slice(0, MOST_PANELS)
}

function quantityOf(map: string): ProfileQuantity {
  return PROFILE_QUANTITIES.find((quantity) => quantity === map) ?? 'axial'
}
