import { Button, Group, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { TableColumn } from '../../../api/data-contract.ts'
import { AddFilter, FilterChip, type FilterColumn } from '../../components/add-filter.tsx'
import type { Filter } from '../../components/filter.ts'
import { DATA_TEXT } from '../../text/data.ts'
import { FILTER_TEXT } from '../../text/filter.ts'
import { flagWord } from '../../text/flags.ts'
import classes from './data.module.css'

const TEXT = DATA_TEXT.filter
const FLAG_COLUMNS = ['quality_flags', 'table_flags'] as const

/** One press each. */
const QUICK: readonly { readonly label: string; readonly filter: Filter }[] = [
  { label: TEXT.quick.flagged, filter: { column: 'quality_flags', comparison: 'is-not-empty', value: '' } },
  { label: TEXT.quick.tableFlags, filter: { column: 'table_flags', comparison: 'is-not-empty', value: '' } },
  { label: TEXT.quick.excluded, filter: { column: 'excluded', comparison: 'is-not-empty', value: '' } },
  { label: TEXT.quick.corrected, filter: { column: 'corrected', comparison: 'is-not-empty', value: '' } },
]

interface FilterBarProps {
  readonly columns: readonly TableColumn[]
  /** kinds that the check found, to filter by */
  readonly flagKinds: readonly string[]
  readonly search: string
  readonly onSearch: (search: string) => void
  readonly filters: readonly Filter[]
  readonly onFilters: (filters: readonly Filter[]) => void
}

/** Search, and the filters that hold as chips. */
export function FilterBar({ columns, flagKinds, search, onSearch, filters, onFilters }: FilterBarProps) {
  const has = (filter: Filter) => filters.some((one) => isSame(one, filter))
  const toggle = (filter: Filter) =>
    onFilters(has(filter) ? filters.filter((one) => !isSame(one, filter)) : [...filters, filter])
  const others = filters.filter((filter) => !QUICK.some((quick) => isSame(quick.filter, filter)))
  return (
    <Group gap="xs">
      <TextInput
        type="search"
        className={classes.search}
        leftSection={<IconSearch size={16} aria-hidden />}
        placeholder={DATA_TEXT.search}
        aria-label={DATA_TEXT.search}
        value={search}
        onChange={(event) => onSearch(event.currentTarget.value)}
      />
      {QUICK.map(({ label, filter }) => (
        <Button
          key={label}
          size="compact-sm"
          variant={has(filter) ? 'filled' : 'default'}
          aria-pressed={has(filter)}
          onClick={() => toggle(filter)}
        >
          {label}
        </Button>
      ))}
      {others.map((filter) => (
        <FilterChip key={JSON.stringify(filter)} label={labelOf(filter)} onRemove={() => toggle(filter)} />
      ))}
      <AddFilter columns={filterColumns(columns, flagKinds)} onAdd={toggle} />
      {filters.length > 0 && (
        <Button variant="subtle" size="compact-sm" onClick={() => onFilters([])}>
          {FILTER_TEXT.clear}
        </Button>
      )}
    </Group>
  )
}

/** Columns of the table, and what was found of its rows besides. */
function filterColumns(columns: readonly TableColumn[], flagKinds: readonly string[]): readonly FilterColumn[] {
  const found = Object.entries(DATA_TEXT.flagColumns).map(([name, label]) => ({ name, label }))
  const own = columns.filter(({ name }) => !(name in DATA_TEXT.flagColumns)).map(({ name }) => ({ name, label: name }))
  return [...found, ...own].map(({ name, label }) => ({
    name,
    label,
    isNumber: name === 'stage_hpf' || columns.find((one) => one.name === name)?.kind === 'number',
    values: valuesOf(name, columns, flagKinds),
  }))
}

function valuesOf(
  column: string,
  columns: readonly TableColumn[],
  flagKinds: readonly string[],
): readonly { readonly value: string; readonly label: string }[] {
  if (column === 'quality_flags') return flagKinds.map((kind) => ({ value: kind, label: flagWord(kind) }))
  if (column === 'orientation_uncertain') return ['True', 'False'].map((value) => ({ value, label: value }))
  const found = columns.find(({ name }) => name === column)
  return (found?.values ?? []).map(({ value }) => ({ value, label: value }))
}

function labelOf({ column, comparison, value }: Filter): string {
  const name = DATA_TEXT.flagColumns[column] ?? column
  const isFlag = FLAG_COLUMNS.some((known) => known === column)
  const shown = isFlag && value !== '' ? flagWord(value) : value
  return [name, FILTER_TEXT.comparisons[comparison], shown].filter((part) => part !== '').join(' ')
}

function isSame(one: Filter, other: Filter): boolean {
  return one.column === other.column && one.comparison === other.comparison && one.value === other.value
}
