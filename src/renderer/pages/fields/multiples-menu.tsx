import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconLayoutColumns } from '@tabler/icons-react'
import type { RunGroups } from '../../../api/fields-contract.ts'
import type { PanelRef } from '../../../core/analysis/panel-field.ts'
import { MOST_PANELS } from '../../../figure/field-view.ts'
import { notifyDone, notifyFailed } from '../../components/notify.ts'
import { useApi } from '../../data/api-context.ts'
import { likelyWildType } from '../../data/wild-types.ts'
import { changeView, useFieldsStore, useShownRefs } from '../../fields/fields-store.ts'
import { byEmbryo, byGroup, byRun, byStage, genotypeColumn, groupIn } from '../../fields/small-multiples.ts'
import { withPanels } from '../../fields/view-changes.ts'
import { CHOOSER_TEXT, FIELDS_TEXT as TEXT } from '../../text/fields.ts'
import { pairEmbryos } from './pair-embryos.ts'

type By = keyof typeof CHOOSER_TEXT.multiples
const WAYS: readonly By[] = ['genotype', 'stage', 'embryo', 'run']

/** A panel each genotype, stage, embryo or run, in one go. */
export function MultiplesMenu({ studyDir }: { readonly studyDir: string }) {
  const api = useApi()
  const store = useFieldsStore()
  const refs = useShownRefs()
  const [first] = refs
  const panelsBy = async (way: By, ref: PanelRef): Promise<readonly PanelRef[]> => {
    const { runId } = ref
    if (way === 'embryo') return byEmbryo(runId, await pairEmbryos(api, studyDir, runId))
    if (way === 'run') {
      const runs = await api.runs.list.call({ studyDir })
      return byRun(
        ref,
        runs.filter(({ counts }) => counts.ok + counts.unconverged > 0).map((run) => run.runId),
      )
    }
    const groups = await api.fields.groups.call({ studyDir, runId })
    return way === 'genotype' ? genotypes(runId, groups) : stages(ref, groups)
  }
  const show = async (way: By) => {
    if (!first) return
    try {
      const panels = await panelsBy(way, first)
      if (panels.length < 2) return notifyDone(CHOOSER_TEXT.onlyOne[way])
      changeView(store, (view) => withPanels(view, panels))
      if (panels.length > MOST_PANELS) notifyDone(CHOOSER_TEXT.tooMany(panels.length, MOST_PANELS))
    } catch (error) {
      notifyFailed(CHOOSER_TEXT.groupsFailed, error)
    }
  }
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconLayoutColumns size={16} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {TEXT.multiples}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {WAYS.map((way) => (
          <Menu.Item key={way} onClick={() => void show(way)}>
            {CHOOSER_TEXT.multiples[way]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function genotypes(runId: string, groups: RunGroups): readonly PanelRef[] {
  const column = genotypeColumn(groups)
  if (!column) return []
  const wildType = likelyWildType(column.groups.map(({ value }) => value))
  return byGroup(runId, column, (value) => value === wildType)
}

/** of the group that is shown, or else of the one that has most embryos */
function stages(ref: PanelRef, groups: RunGroups): readonly PanelRef[] {
  const shown = groupIn(ref)
  const column = groups.columns.find(({ name }) => name === shown?.column) ?? genotypeColumn(groups)
  if (!column) return []
  const largest = column.groups.toSorted((a, b) => b.embryos - a.embryos)[0]
  const value = shown?.column === column.name ? shown.value : largest?.value
  return value === undefined ? [] : byStage(ref.runId, column, value)
}
