import { Button, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconArrowsDiff, IconListDetails, IconSearch, IconX } from '@tabler/icons-react'
import { type ReactNode, useMemo, useState } from 'react'
import { RUN_STATES } from '../../../api/states.ts'
import { Empty } from '../../components/empty.tsx'
import { type Sort, sortRows } from '../../components/sort.ts'
import { type Column, VirtualTable } from '../../components/virtual-table.tsx'
import { navigate } from '../../data/hash-location.ts'
import { routes } from '../../data/routes.ts'
import { formatCount } from '../../format/number.ts'
import { RUNS_TEXT as TEXT } from '../../text/runs.ts'
import { STATE_WORDS } from '../../text/states.ts'
import { RunActions } from './run-actions.tsx'
import { runColumns } from './run-columns.tsx'
import { filterRuns, keyOfRun, NO_FILTER, type RunFilter, type RunRow, sortValue, tagsOf } from './run-row.ts'
import classes from './runs.module.css'

const MOST_COMPARED = 20
const WIDE = '(min-width: 90em)'

interface RunHistoryProps {
  readonly runs: readonly RunRow[]
  readonly withStudy: boolean
  readonly emptyText: { readonly title: string; readonly text: string }
  readonly emptyAction: ReactNode
}

/** A list of runs: searched, filtered, sorted, compared, and everything else that is done with one. */
export function RunHistory({ runs, withStudy, emptyText, emptyAction }: RunHistoryProps) {
  const [filter, setFilter] = useState(NO_FILTER)
  const [sort, setSort] = useState<Sort | null>({ key: 'updated', descending: true })
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const shown = useMemo(() => sortRows(filterRuns(runs, filter), sort, sortValue), [runs, filter, sort])
  const chosen = runs.filter((run) => selected.has(keyOfRun(run)))

  const isWide = useMediaQuery(WIDE) ?? false
  const allTags = useMemo(() => tagsOf(runs), [runs])
  const columns = useMemo<readonly Column<RunRow>[]>(
    () => [
      ...runColumns({ withStudy, isWide }),
      {
        key: 'actions',
        header: TEXT.columns.actions,
        width: 84,
        isSticky: true,
        cell: (run) => <RunActions run={run} allTags={allTags} />,
      },
    ],
    [withStudy, isWide, allTags],
  )
  const toggle = (key: string) => {
    const next = new Set(selected)
    if (!next.delete(key)) next.add(key)
    setSelected(next)
  }

  if (runs.length === 0) {
    return (
      <Empty icon={IconListDetails} title={emptyText.title} action={emptyAction}>
        {emptyText.text}
      </Empty>
    )
  }
  return (
    <>
      <Filters filter={filter} onChange={setFilter} tags={allTags} shown={shown.length} total={runs.length} />
      <Compared chosen={chosen} onClear={() => setSelected(new Set())} />
      <div className={classes.table}>
        <VirtualTable
          label={TEXT.table}
          columns={columns}
          rowCount={shown.length}
          rowAt={(index) => shown[index]}
          keyOf={keyOfRun}
          rowHeight={52}
          sort={sort}
          onSort={setSort}
          onOpen={(run) => navigate(routes.run(run.studyDir, run.runId))}
          selection={{
            keys: selected,
            toggle,
            nameOf: (key) => runs.find((run) => keyOfRun(run) === key)?.title ?? key,
          }}
          empty={
            <Empty
              icon={IconSearch}
              title={TEXT.noneFits.title}
              action={
                <Button variant="default" onClick={() => setFilter({ ...NO_FILTER, shelf: 'all' })}>
                  {TEXT.noneFits.action}
                </Button>
              }
            >
              {TEXT.noneFits.text}
            </Empty>
          }
        />
      </div>
    </>
  )
}

interface FiltersProps {
  readonly filter: RunFilter
  readonly onChange: (filter: RunFilter) => void
  readonly tags: readonly string[]
  readonly shown: number
  readonly total: number
}

function Filters({ filter, onChange, tags, shown, total }: FiltersProps) {
  return (
    <search className={classes.bar}>
      <TextInput
        type="search"
        className={classes.search}
        label={TEXT.search}
        placeholder={TEXT.searchHint}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={filter.search}
        onChange={(event) => onChange({ ...filter, search: event.currentTarget.value })}
      />
      <Select
        w={150}
        label={TEXT.stateFilter}
        placeholder={TEXT.anyState}
        clearable
        data={RUN_STATES.map((state) => ({ value: state, label: STATE_WORDS[state] }))}
        value={filter.state}
        onChange={(value) => onChange({ ...filter, state: RUN_STATES.find((state) => state === value) ?? null })}
      />
      {tags.length > 0 && (
        <Select
          w={160}
          label={TEXT.tagFilter}
          placeholder={TEXT.anyTag}
          clearable
          searchable
          data={[...tags]}
          value={filter.tag}
          onChange={(tag) => onChange({ ...filter, tag })}
        />
      )}
      <SegmentedControl
        aria-label={TEXT.shelf.label}
        value={filter.shelf}
        onChange={(shelf) => onChange({ ...filter, shelf })}
        data={[
          { value: 'current', label: TEXT.shelf.current },
          { value: 'archived', label: TEXT.shelf.archived },
          { value: 'all', label: TEXT.shelf.all },
        ]}
      />
      <span className={classes.count} role="status">
        {TEXT.shown(formatCount(shown), formatCount(total))}
      </span>
    </search>
  )
}

function Compared({ chosen, onClear }: { readonly chosen: readonly RunRow[]; readonly onClear: () => void }) {
  return (
    <section className={classes.selection} aria-label={TEXT.compare}>
      <Button
        variant="light"
        leftSection={<IconArrowsDiff size={16} aria-hidden />}
        disabled={chosen.length < 2 || chosen.length > MOST_COMPARED}
        onClick={() => navigate(routes.compare(chosen))}
      >
        {TEXT.compare}
      </Button>
      <span className={classes.quiet} role="status">
        {chosen.length === 0
          ? TEXT.compareHint
          : chosen.length > MOST_COMPARED
            ? TEXT.compareMany
            : TEXT.selected(formatCount(chosen.length))}
      </span>
      {chosen.length > 0 && (
        <Button variant="subtle" leftSection={<IconX size={16} aria-hidden />} onClick={onClear}>
          {TEXT.clear}
        </Button>
      )}
    </section>
  )
}
