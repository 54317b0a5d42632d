import { Button, Group, MultiSelect, SegmentedControl, Select, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useMemo } from 'react'
import { AddFilter, FilterChip, type FilterColumn } from '../../components/add-filter.tsx'
import type { Filter } from '../../components/filter.ts'
import { formatCount } from '../../format/number.ts'
import { bySection, columnLabel, columnWord } from '../../text/columns.ts'
import { EXPLORE_TEXT as TEXT } from '../../text/explore.ts'
import { FILTER_TEXT } from '../../text/filter.ts'
import { flagWord } from '../../text/flags.ts'
import classes from './explore.module.css'
import { type ExploreState, FOCUSES } from './explore-state.ts'
import { ALL_STAGES, filtersOf, type Grouped, shownRows } from './explored.ts'
import { groupColumns, stageColumns } from './grouping.ts'
import type { PairColumn, PairColumns } from './pair-columns.ts'
import { rowsOf } from './selection.ts'

interface ExploreBarProps {
  readonly runs: readonly { readonly runId: string; readonly title: string }[]
  readonly runIds: readonly string[]
  readonly pairs: PairColumns
  readonly grouped: Grouped
  readonly state: ExploreState
  readonly change: (changes: Partial<ExploreState>) => void
}

/** Whose pairs, in which groups, at which stages, and which of them are shown. */
export function ExploreBar({ runs, runIds, pairs, grouped, state, change }: ExploreBarProps) {
  const { search, focus } = state
  const filters = filtersOf(pairs, state.filters)
  const shown = useMemo(() => shownRows(pairs, grouped, state, rowsOf(pairs, state.selected)), [pairs, grouped, state])
  const outlierCount = shown.filter((row) => grouped.outliers.has(row)).length
  const filterable = useMemo(() => filterColumns(pairs), [pairs])
  const without = (filter: Filter) => change({ filters: filters.filter((one) => one !== filter) })
  const named = grouped.groups.filter(({ name }) => name !== '')
  return (
    <div className={classes.bar}>
      <Group gap="sm" align="flex-end">
        <MultiSelect
          className={classes.runs}
          size="xs"
          label={TEXT.runs}
          data={runs.map(({ runId, title }) => ({ value: runId, label: title }))}
          value={[...runIds]}
          // rows are others then
          onChange={(chosen) => chosen.length > 0 && change({ runIds: chosen, selected: [] })}
          hidePickedOptions
        />
        <Select
          size="xs"
          w={190}
          label={TEXT.group}
          allowDeselect={false}
          searchable
          data={bySection(groupColumns(pairs)).map(({ title, columns }) => ({
            group: title,
            items: columns.map((column) => ({ value: column.name, label: columnLabel(column) })),
          }))}
          value={grouped.groupColumn}
          onChange={(groupColumn) => change({ groupColumn, wildType: null })}
        />
        <Select
          size="xs"
          w={130}
          label={TEXT.wildType}
          placeholder={TEXT.noWildType}
          clearable
          clearButtonProps={{ 'aria-label': TEXT.noWildType }}
          data={named.map(({ name, word }) => ({ value: name, label: word }))}
          value={grouped.wildType}
          onChange={(wildType) => change({ wildType: wildType ?? '' })}
        />
        <Select
          size="xs"
          w={190}
          label={TEXT.stage}
          allowDeselect={false}
          data={[
            ...stageColumns(pairs).map((name) => ({ value: name, label: columnWord(name) })),
            { value: ALL_STAGES, label: TEXT.allStages },
          ]}
          value={grouped.stageColumn ?? ALL_STAGES}
          onChange={(stageColumn) => change({ stageColumn })}
        />
      </Group>
      <search className={classes.filters}>
        <TextInput
          type="search"
          size="xs"
          className={classes.search}
          aria-label={TEXT.search}
          placeholder={TEXT.search}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={search}
          onChange={(event) => change({ search: event.currentTarget.value })}
        />
        <SegmentedControl
          size="xs"
          aria-label={TEXT.focus.label}
          value={focus}
          onChange={(next) => change({ focus: next })}
          data={FOCUSES.map((value) => ({ value, label: TEXT.focus[value] }))}
        />
        {filters.map((filter) => (
          <FilterChip
            key={[filter.comparison, filter.column, filter.value].join(' ')}
            label={filterWord(filter)}
            onRemove={() => without(filter)}
          />
        ))}
        <AddFilter columns={filterable} onAdd={(filter) => change({ filters: [...filters, filter] })} />
        {filters.length > 1 && (
          <Button variant="subtle" size="compact-sm" onClick={() => change({ filters: [] })}>
            {FILTER_TEXT.clear}
          </Button>
        )}
        <Text size="sm" c="dimmed" role="status" className={`figures ${classes.count}`}>
          {[
            TEXT.count(formatCount(shown.length), formatCount(pairs.rowCount)),
            ...(pairs.untriedCount > 0 ? [TEXT.untried(pairs.untriedCount)] : []),
            TEXT.outliersNote(outlierCount),
          ].join(', ')}
        </Text>
      </search>
    </div>
  )
}

function filterColumns(pairs: PairColumns): readonly FilterColumn[] {
  return bySection(pairs.columns)
    .flatMap(({ columns }) => columns)
    .map((column) => ({
      name: column.name,
      label: columnLabel(column),
      isNumber: column.kind === 'number',
      values: valuesOf(column),
    }))
}

/** more values than these are typed */
const MOST_VALUES = 60

function valuesOf(column: PairColumn): FilterColumn['values'] {
  if (column.kind === 'number') return []
  const isList = column.name.endsWith('_flags')
  const values = new Set(
    column.texts.flatMap((text) => (isList ? text.split(';') : text)).filter((text) => text !== ''),
  )
  if (values.size > MOST_VALUES) return []
  return [...values].map((value) => ({ value, label: isList ? flagWord(value) : value }))
}

function filterWord({ column, comparison, value }: Filter): string {
  const word = column.endsWith('_flags') && value !== '' ? flagWord(value) : value
  return [columnWord(column), FILTER_TEXT.comparisons[comparison], word].filter((part) => part !== '').join(' ')
}
