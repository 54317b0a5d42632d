import { Button, Group, Modal, Stack, Tabs, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useDeferredValue, useMemo, useState } from 'react'
import type { PairView } from '../../../api/run-views.ts'
import type { FieldView } from '../../../figure/field-view.ts'
import { MOST_PANELS } from '../../../figure/field-view.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { type Column, VirtualTable } from '../../components/virtual-table.tsx'
import classes from '../../fields/fields.module.css'
import { changeView, presentView, useFieldsStore } from '../../fields/fields-store.ts'
import { withPanels } from '../../fields/view-changes.ts'
import { formatFixed } from '../../format/number.ts'
import { CHOOSER_TEXT as TEXT } from '../../text/fields.ts'
import { GroupChoice } from './group-choice.tsx'
import type { ShownRun } from './use-shown-run.ts'

interface PanelChooserProps {
  readonly studyDir: string
  readonly run: ShownRun
  readonly onClose: () => void
}

const COLUMNS: readonly Column<PairView>[] = [
  { key: 'pairId', header: TEXT.pair, width: 260, grows: true, isRowHeader: true, cell: ({ pairId }) => pairId },
  { key: 'state', header: TEXT.state, width: 130, cell: ({ state }) => <StateMark state={state} /> },
  {
    key: 'meanDistanceUm',
    header: TEXT.meanDistance,
    unit: 'µm',
    align: 'right',
    width: 170,
    cell: ({ meanDistanceUm }) => formatFixed(meanDistanceUm, 1),
  },
]

/** Which panels are shown. */
export function PanelChooser({ studyDir, run, onClose }: PanelChooserProps) {
  return (
    <Modal opened onClose={onClose} title={TEXT.title} size="xl">
      <Tabs defaultValue="pairs" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="pairs">{TEXT.pairs}</Tabs.Tab>
          <Tabs.Tab value="groups">{TEXT.groups}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="pairs">
          <PairChoice run={run} onDone={onClose} />
        </Tabs.Panel>
        <Tabs.Panel value="groups">
          <GroupChoice studyDir={studyDir} runId={run.runId} onDone={onClose} />
        </Tabs.Panel>
      </Tabs>
    </Modal>
  )
}

/** Pairs of a run, found by name. */
function PairChoice({ run, onDone }: { readonly run: ShownRun; readonly onDone: () => void }) {
  const store = useFieldsStore()
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState(() => shownPairs(presentView(store), run.runId))
  const wanted = useDeferredValue(search.trim().toLowerCase())
  const rows = useMemo(
    () => run.pairs.filter(({ pairId }) => pairId.toLowerCase().includes(wanted)),
    [run.pairs, wanted],
  )
  const toggle = (pairId: string) =>
    setChosen((before) => {
      if (before.includes(pairId)) return before.filter((one) => one !== pairId)
      return before.length < MOST_PANELS ? [...before, pairId] : before
    })
  const show = (pairIds: readonly string[]) => {
    const refs = pairIds.map((pairId) => ({ kind: 'pair', runId: run.runId, pairId }) as const)
    changeView(store, (view) => withPanels(view, refs))
    onDone()
  }
  return (
    <Stack gap="sm">
      <TextInput
        type="search"
        aria-label={TEXT.search}
        placeholder={TEXT.search}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={search}
        data-autofocus
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <div className={classes.chooser}>
        <VirtualTable
          label={TEXT.pairs}
          columns={COLUMNS}
          rowCount={rows.length}
          rowAt={(index) => rows[index]}
          keyOf={({ pairId }) => pairId}
          selection={{ keys: new Set(chosen), toggle, nameOf: (pairId) => pairId }}
          onOpen={({ pairId }) => show([pairId])}
          empty={<Text c="dimmed">{TEXT.none}</Text>}
        />
      </div>
      <Group justify="space-between">
        <Text size="sm" c="dimmed" role="status">
          {TEXT.chosen(chosen.length, MOST_PANELS)}
        </Text>
        <Button disabled={chosen.length === 0} onClick={() => show(chosen)}>
          {TEXT.show(chosen.length)}
        </Button>
      </Group>
    </Stack>
  )
}

function shownPairs(view: FieldView, runId: string): readonly string[] {
  return view.panels.flatMap(({ ref }) => (ref.kind === 'pair' && ref.runId === runId ? [ref.pairId] : []))
}
