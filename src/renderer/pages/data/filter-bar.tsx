import { ActionIcon, Button, Group, Popover, Select, Stack, TextInput } from '@mantine/core'
import { IconFilterPlus, IconSearch, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { RowQuery, TableColumn } from '../../../api/data-contract.ts'
import { DATA_TEXT } from '../../text/data.ts'
import { flagWord } from '../../text/flags.ts'
import classes from './data.module.css'

export type Filter = NonNullable<RowQuery['filters']>[number]

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
        <span key={JSON.stringify(filter)} className={classes.chip}>
          {labelOf(filter)}
          <ActionIcon
            variant="subtle"
            size="sm"
            aria-label={TEXT.remove(labelOf(filter))}
            onClick={() => toggle(filter)}
          >
            <IconX size={14} aria-hidden />
          </ActionIcon>
        </span>
      ))}
      <AddFilter columns={columns} flagKinds={flagKinds} onAdd={toggle} />
      {filters.length > 0 && (
        <Button variant="subtle" size="compact-sm" onClick={() => onFilters([])}>
          {TEXT.clear}
        </Button>
      )}
    </Group>
  )
}

interface AddFilterProps {
  readonly columns: readonly TableColumn[]
  readonly flagKinds: readonly string[]
  readonly onAdd: (filter: Filter) => void
}

function AddFilter({ columns, flagKinds, onAdd }: AddFilterProps) {
  const [isOpen, setIsOpen] = useState(false)
  const [column, setColumn] = useState<string | null>(null)
  const [comparison, setComparison] = useState<Filter['comparison']>('is')
  const [value, setValue] = useState('')
  const needsValue = comparison !== 'is-empty' && comparison !== 'is-not-empty'
  const values = valuesOf(column, columns, flagKinds)
  const isNumber = column === 'stage_hpf' || columns.find(({ name }) => name === column)?.kind === 'number'
  const add = () => {
    if (column === null) return
    onAdd({ column, comparison, value: needsValue ? value : '' })
    setIsOpen(false)
    setValue('')
  }
  const chooseColumn = (name: string | null) => {
    setColumn(name)
    setValue('')
    const number = name === 'stage_hpf' || columns.find((one) => one.name === name)?.kind === 'number'
    setComparison(number ? 'at-least' : 'is')
  }
  return (
    <Popover opened={isOpen} onChange={setIsOpen} trapFocus position="bottom-start" width={280} withinPortal>
      <Popover.Target>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconFilterPlus size={16} aria-hidden />}
          onClick={() => setIsOpen(!isOpen)}
        >
          {TEXT.add}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            add()
          }}
        >
          <Stack gap="xs">
            <Select
              label={TEXT.column}
              searchable
              data={[
                ...Object.entries(DATA_TEXT.flagColumns).map(([name, label]) => ({ value: name, label })),
                ...columns
                  .filter(({ name }) => !(name in DATA_TEXT.flagColumns))
                  .map(({ name }) => ({ value: name, label: name })),
              ]}
              value={column}
              onChange={chooseColumn}
              comboboxProps={{ withinPortal: false }}
            />
            <Select
              label={TEXT.comparison}
              allowDeselect={false}
              data={comparisonsFor(isNumber).map((one) => ({ value: one, label: TEXT.comparisons[one] }))}
              value={comparison}
              onChange={(next) => next && setComparison(next)}
              comboboxProps={{ withinPortal: false }}
            />
            {needsValue &&
              (values.length > 0 && comparison !== 'contains' && !isNumber ? (
                <Select
                  label={TEXT.value}
                  searchable
                  data={[...values]}
                  value={value === '' ? null : value}
                  onChange={(next) => setValue(next ?? '')}
                  comboboxProps={{ withinPortal: false }}
                />
              ) : (
                <TextInput label={TEXT.value} value={value} onChange={(event) => setValue(event.currentTarget.value)} />
              ))}
            <Button type="submit" disabled={column === null || (needsValue && value === '')}>
              {TEXT.apply}
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}

function comparisonsFor(isNumber: boolean): readonly Filter['comparison'][] {
  return isNumber
    ? ['at-least', 'at-most', 'is', 'is-not', 'is-empty', 'is-not-empty']
    : ['is', 'is-not', 'contains', 'is-empty', 'is-not-empty']
}

function valuesOf(
  column: string | null,
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
  return [name, TEXT.comparisons[comparison], shown].filter((part) => part !== '').join(' ')
}

function isSame(one: Filter, other: Filter): boolean {
  return one.column === other.column && one.comparison === other.comparison && one.value === other.value
}
