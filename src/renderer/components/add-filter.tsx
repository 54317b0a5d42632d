import { ActionIcon, Button, Popover, Select, Stack, TextInput } from '@mantine/core'
import { IconFilterPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { FILTER_TEXT as TEXT } from '../text/filter.ts'
import classes from './filter.module.css'
import type { Filter } from './filter.ts'

/** A column that can be filtered by. */
export interface FilterColumn {
  readonly name: string
  readonly label: string
  readonly isNumber: boolean
  /** to choose from; none: they are typed */
  readonly values: readonly { readonly value: string; readonly label: string }[]
}

interface AddFilterProps {
  readonly columns: readonly FilterColumn[]
  readonly onAdd: (filter: Filter) => void
}

/** A button that asks for column, comparison and value. */
export function AddFilter({ columns, onAdd }: AddFilterProps) {
  const [isOpen, setIsOpen] = useState(false)
  const [name, setName] = useState<string | null>(null)
  const [comparison, setComparison] = useState<Filter['comparison']>('is')
  const [value, setValue] = useState('')
  const column = columns.find((one) => one.name === name)
  const isNumber = column?.isNumber ?? false
  const needsValue = comparison !== 'is-empty' && comparison !== 'is-not-empty'
  const values = column?.values ?? []
  const add = () => {
    if (name === null) return
    onAdd({ column: name, comparison, value: needsValue ? value : '' })
    setIsOpen(false)
    setValue('')
  }
  const choose = (next: string | null) => {
    setName(next)
    setValue('')
    setComparison(columns.find((one) => one.name === next)?.isNumber ? 'at-least' : 'is')
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
              data={columns.map((one) => ({ value: one.name, label: one.label }))}
              value={name}
              onChange={choose}
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
            <Button type="submit" disabled={name === null || (needsValue && value === '')}>
              {TEXT.apply}
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}

/** A filter that holds, and the way to be rid of it. */
export function FilterChip({ label, onRemove }: { readonly label: string; readonly onRemove: () => void }) {
  return (
    <span className={classes.chip}>
      {label}
      <ActionIcon variant="subtle" size="sm" aria-label={TEXT.remove(label)} onClick={onRemove}>
        <IconX size={14} aria-hidden />
      </ActionIcon>
    </span>
  )
}

function comparisonsFor(isNumber: boolean): readonly Filter['comparison'][] {
  return isNumber
    ? ['at-least', 'at-most', 'is', 'is-not', 'is-empty', 'is-not-empty']
    : ['is', 'is-not', 'contains', 'is-empty', 'is-not-empty']
}
