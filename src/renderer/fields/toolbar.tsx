import { Button, Group, SegmentedControl, Select, Text, Tooltip } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconChevronLeft,
  IconChevronRight,
  IconLayoutGrid,
  IconMaximize,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { FIELD_MAPS, fieldMap } from '../../core/analysis/field-map.ts'
import { MAP_LABELS } from '../../figure/map-labels.ts'
import { IconButton } from '../components/icon-button.tsx'
import { formatCount } from '../format/number.ts'
import { type Command, useCommands } from '../shell/commands.ts'
import { FIELDS_TEXT as TEXT } from '../text/fields.ts'
import { changeView, redoView, type Tool, undoView, useFields, useFieldsStore, useView } from './fields-store.ts'
import { withMap, withWholeWindows } from './view-changes.ts'

const TOOLS: readonly Tool[] = ['pan', 'line', 'region']

/** Which of a run's pairs are shown, and the way to the ones before and after. */
export interface Browsing {
  /** places among the run's solved pairs, from 0; null where no pair is shown */
  readonly from: number | null
  readonly to: number | null
  readonly pairCount: number
  readonly step: (by: 1 | -1) => void
}

interface ToolbarProps {
  readonly browsing: Browsing
  readonly onChoose: () => void
  /** more that says what is shown */
  readonly children?: ReactNode
}

/** What is shown. */
export function Toolbar({ browsing, onChoose, children }: ToolbarProps) {
  return (
    <Group gap="xs" role="toolbar" aria-label={TEXT.toolbar}>
      <MapSelect />
      <Button variant="default" size="xs" leftSection={<IconLayoutGrid size={16} aria-hidden />} onClick={onChoose}>
        {TEXT.choose}
      </Button>
      {children}
      <PairSteps browsing={browsing} />
    </Group>
  )
}

const MAP_GROUPS = (['source', 'target'] as const).map((end) => ({
  group: TEXT.maps[end],
  items: FIELD_MAPS.filter((name) => fieldMap(name).end === end).map((value) => ({
    value,
    label: MAP_LABELS[value].name,
  })),
}))

function MapSelect() {
  const store = useFieldsStore()
  const map = useView((view) => view.map)
  return (
    <Select
      aria-label={TEXT.map}
      title={MAP_LABELS[map].meaning}
      size="xs"
      w={215}
      data={MAP_GROUPS}
      value={map}
      allowDeselect={false}
      maxDropdownHeight={420}
      onChange={(value) => {
        const name = FIELD_MAPS.find((one) => one === value)
        if (name) changeView(store, (view) => withMap(view, name))
      }}
    />
  )
}

function PairSteps({ browsing: { from, to, pairCount, step } }: { readonly browsing: Browsing }) {
  if (from === null || to === null) return null
  const [first, last] = [formatCount(from + 1), formatCount(to + 1)]
  return (
    <Group gap={2} wrap="nowrap">
      <IconButton icon={IconChevronLeft} label={TEXT.previous} disabled={from === 0} onClick={() => step(-1)} />
      <Text size="xs" className="figures" role="status">
        {TEXT.position(first, last, formatCount(pairCount))}
      </Text>
      <IconButton icon={IconChevronRight} label={TEXT.next} disabled={to >= pairCount - 1} onClick={() => step(1)} />
    </Group>
  )
}

/** What a drag does, and the ways back. */
export function ViewTools() {
  return (
    <Group gap="xs" role="toolbar" aria-label={TEXT.tool}>
      <ToolSelect />
      <WindowButtons />
    </Group>
  )
}

function ToolSelect() {
  const store = useFieldsStore()
  const tool = useFields((state) => state.tool)
  return (
    <Tooltip label={TEXT.toolHints[tool]}>
      <SegmentedControl
        size="xs"
        aria-label={TEXT.tool}
        data={TOOLS.map((value) => ({ value, label: TEXT.tools[value] }))}
        value={tool}
        onChange={(value) => {
          const chosen = TOOLS.find((one) => one === value)
          if (chosen) store.setState({ tool: chosen })
        }}
      />
    </Tooltip>
  )
}

function WindowButtons() {
  const store = useFieldsStore()
  const canUndo = useFields(({ history }) => history.past.length > 0)
  const canRedo = useFields(({ history }) => history.future.length > 0)
  return (
    <Group gap={2} wrap="nowrap">
      <IconButton icon={IconMaximize} label={TEXT.whole} onClick={() => changeView(store, withWholeWindows)} />
      <IconButton icon={IconArrowBackUp} label={TEXT.undo} disabled={!canUndo} onClick={() => undoView(store)} />
      <IconButton icon={IconArrowForwardUp} label={TEXT.redo} disabled={!canRedo} onClick={() => redoView(store)} />
    </Group>
  )
}

/** Keys of the page; those of a panel are heard by the panel. */
export function useFieldsCommands(browsing: Browsing): void {
  const store = useFieldsStore()
  const commands: readonly Command[] = [
    { id: 'fields-next', label: TEXT.next, keys: 'n', run: () => browsing.step(1) },
    { id: 'fields-previous', label: TEXT.previous, keys: 'p', run: () => browsing.step(-1) },
    { id: 'fields-undo', label: TEXT.undo, keys: 'mod+Z', run: () => undoView(store) },
    { id: 'fields-redo', label: TEXT.redo, keys: 'mod+shift+Z', run: () => redoView(store) },
    { id: 'fields-whole', label: TEXT.whole, keys: '0', run: () => changeView(store, withWholeWindows) },
    ...TOOLS.map((tool) => ({
      id: `fields-${tool}`,
      label: `${TEXT.tool}: ${TEXT.tools[tool]}`,
      run: () => store.setState({ tool }),
    })),
  ]
  useCommands(commands)
}
