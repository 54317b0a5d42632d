import { Button, Group, MultiSelect, SegmentedControl, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconArrowBackUp, IconArrowForwardUp, IconBan, IconHistory } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import type { FrameRow, RowQuery, TableView } from '../../../api/data-contract.ts'
import type { FrameRefView } from '../../../api/procedure.ts'
import type { Filter } from '../../components/filter.ts'
import { IconButton } from '../../components/icon-button.tsx'
import type { Sort } from '../../components/sort.ts'
import { frameKey, frameRef } from '../../data/frame-key.ts'
import { ThumbnailContext, useThumbnailBatches } from '../../data/use-thumbnail.ts'
import { useCommands } from '../../shell/commands.ts'
import { DATA_TEXT } from '../../text/data.ts'
import { CheckBar } from './check-bar.tsx'
import classes from './data.module.css'
import { EditsDrawer } from './edits-drawer.tsx'
import { ExcludeDialog } from './exclude-dialog.tsx'
import { FilterBar } from './filter-bar.tsx'
import { FramePanel } from './frame-panel.tsx'
import { FrameTable } from './frame-table.tsx'
import { OrientationReview } from './orientation-review.tsx'
import { useCheck } from './use-check.ts'
import { useDecide } from './use-decide.ts'
import { useFrameRows } from './use-frame-rows.ts'

const TEXT = DATA_TEXT.table
/** so few frames are checked without being asked */
const CHECKED_UNASKED = 500
const FIRST_COLUMNS = ['genotype', 'experiment_date'] as const

type View = 'all' | 'uncertain'

/** The frames of a table that was read: list, filters, the chosen frame, what is decided. */
export function FrameBrowser({ studyDir, table }: { readonly studyDir: string; readonly table: TableView }) {
  const [view, setView] = useState<View>('all')
  const [search, setSearch] = useState('')
  const [searched] = useDebouncedValue(search, 200)
  const [filters, setFilters] = useState<readonly Filter[]>([])
  const [sort, setSort] = useState<Sort | null>(null)
  const [labelColumns, setLabelColumns] = useState<readonly string[]>(() =>
    FIRST_COLUMNS.filter((name) =>
      table.columns.some((column) => column.name === name && column.distinctCount > 0),
    ).slice(0, 1),
  )
  const [current, setCurrent] = useState<FrameRefView | null>(null)
  const [selected, setSelected] = useState<ReadonlyMap<string, FrameRefView>>(new Map())
  const [excluding, setExcluding] = useState<readonly FrameRefView[]>([])
  const [isHistoryOpen, setIsHistoryOpen] = useState(false)
  const check = useCheck(studyDir)
  const decide = useDecide(studyDir, check.refresh)
  const thumbnails = useThumbnailBatches(studyDir)

  const query = useMemo(
    (): RowQuery => ({
      ...(searched.trim() === '' ? {} : { search: searched }),
      filters: [...filters],
      ...(sort ? { sort: { column: sort.key, descending: sort.descending } } : {}),
      columns: [...labelColumns],
    }),
    [searched, filters, sort, labelColumns],
  )
  const rows = useFrameRows(studyDir, query)

  const checkUnasked = useEffectEvent(() => {
    if (table.rowCount <= CHECKED_UNASKED && check.state.kind === 'idle') check.start()
  })
  useEffect(() => checkUnasked(), [])

  useCommands([
    { id: 'data-undo', label: UNDO, icon: IconArrowBackUp, keys: 'mod+Z', run: () => void decide.undo() },
    { id: 'data-redo', label: REDO, icon: IconArrowForwardUp, keys: 'mod+shift+Z', run: () => void decide.redo() },
  ])

  const choose = (row: FrameRow) => setCurrent(frameRef(row))
  const toggle = (key: string) => {
    const next = new Map(selected)
    if (!next.delete(key)) next.set(key, refOfKey(key))
    setSelected(next)
  }
  const exclude = async (reason: string) => {
    const frames = excluding
    setExcluding([])
    await decide.exclude(frames, reason)
    setSelected(new Map())
  }
  const currentKey = current && frameKey(current)

  return (
    <ThumbnailContext value={thumbnails}>
      <Group justify="space-between" gap="xs">
        <Group gap="md">
          <SegmentedControl
            aria-label={DATA_TEXT.views.label}
            value={view}
            onChange={(next) => setView(next === 'uncertain' ? 'uncertain' : 'all')}
            data={[
              { value: 'all', label: DATA_TEXT.views.all },
              {
                value: 'uncertain',
                label:
                  check.state.kind === 'ready'
                    ? `${DATA_TEXT.views.uncertain} (${check.state.uncertainCount})`
                    : DATA_TEXT.views.uncertain,
              },
            ]}
          />
          <CheckBar check={check} />
        </Group>
        <Group gap={4}>
          <IconButton icon={IconArrowBackUp} label={UNDO} disabled={!decide.edits?.canUndo} onClick={decide.undo} />
          <IconButton icon={IconArrowForwardUp} label={REDO} disabled={!decide.edits?.canRedo} onClick={decide.redo} />
          <Button
            variant="subtle"
            size="compact-md"
            leftSection={<IconHistory size={16} aria-hidden />}
            onClick={() => setIsHistoryOpen(true)}
          >
            {DATA_TEXT.edits.open}
          </Button>
        </Group>
      </Group>
      {view === 'all' && (
        <FilterBar
          columns={table.columns}
          flagKinds={check.state.kind === 'ready' ? Object.keys(check.state.flagged) : []}
          search={search}
          onSearch={setSearch}
          filters={filters}
          onFilters={setFilters}
        />
      )}
      <div className={classes.browser} data-panel={current !== null || undefined}>
        <div className={classes.main}>
          {view === 'all' ? (
            <>
              <div className={classes.table}>
                <FrameTable
                  studyDir={studyDir}
                  rows={rows}
                  query={query}
                  sort={sort}
                  onSort={setSort}
                  labelColumns={labelColumns}
                  currentKey={currentKey}
                  onCurrent={choose}
                  selection={{ keys: new Set(selected.keys()), toggle, nameOf: (key) => key.replace('#', ', frame ') }}
                />
              </div>
              <Group justify="space-between" className={classes.below}>
                {selected.size > 0 ? (
                  <Group gap="sm">
                    <Text size="sm" role="status">
                      {TEXT.selected(selected.size)}
                    </Text>
                    <Button
                      size="compact-sm"
                      variant="default"
                      leftSection={<IconBan size={14} aria-hidden />}
                      onClick={() => setExcluding([...selected.values()])}
                    >
                      {DATA_TEXT.panel.exclude}
                    </Button>
                    <Button size="compact-sm" variant="subtle" onClick={() => decide.include([...selected.values()])}>
                      {DATA_TEXT.panel.include}
                    </Button>
                    <Button size="compact-sm" variant="subtle" onClick={() => setSelected(new Map())}>
                      {TEXT.clearSelection}
                    </Button>
                  </Group>
                ) : (
                  <Text size="sm" c="dimmed" role="status">
                    {rows.total === undefined ? '' : TEXT.count(rows.total)}
                  </Text>
                )}
                <MultiSelect
                  size="xs"
                  aria-label={TEXT.columns}
                  placeholder={labelColumns.length === 0 ? TEXT.columns : ''}
                  data={table.columns
                    .map(({ name }) => name)
                    .filter((name) => name !== 'embryo_id' && name !== 'frame_index')}
                  value={[...labelColumns]}
                  onChange={setLabelColumns}
                  searchable
                  maxValues={4}
                  hidePickedOptions
                />
              </Group>
            </>
          ) : (
            <OrientationReview studyDir={studyDir} check={check} currentKey={currentKey} onCurrent={choose} />
          )}
        </div>
        {current && (
          <FramePanel
            studyDir={studyDir}
            frame={current}
            decide={decide}
            onCurrent={choose}
            onExclude={(frame) => setExcluding([frame])}
            onClose={() => setCurrent(null)}
            isStripHidden={view === 'uncertain'}
          />
        )}
      </div>
      {excluding.length > 0 && (
        <ExcludeDialog count={excluding.length} onExclude={exclude} onCancel={() => setExcluding([])} />
      )}
      {isHistoryOpen && <EditsDrawer decide={decide} onClose={() => setIsHistoryOpen(false)} />}
    </ThumbnailContext>
  )
}

const { undo: UNDO, redo: REDO } = DATA_TEXT.edits

function refOfKey(key: string): FrameRefView {
  const at = key.lastIndexOf('#')
  return { embryoId: key.slice(0, at), frameIndex: Number(key.slice(at + 1)) }
}
