import { Button, Checkbox, Popover, Stack, Text, TextInput } from '@mantine/core'
import { IconColumns3, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { bySection, columnLabel } from '../../text/columns.ts'
import { EXPLORE_TEXT } from '../../text/explore.ts'
import classes from './explore.module.css'
import type { PairColumn } from './pair-columns.ts'

const TEXT = EXPLORE_TEXT.columns

interface ColumnChooserProps {
  readonly columns: readonly PairColumn[]
  readonly chosen: readonly string[]
  /** null: the usual ones */
  readonly onChange: (chosen: readonly string[] | null) => void
}

/** Which columns the table shows. */
export function ColumnChooser({ columns, chosen, onChange }: ColumnChooserProps) {
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const sections = bySection(
    columns.filter((column) => `${columnLabel(column)} ${column.name}`.toLowerCase().includes(wanted)),
  )
  const toggle = (name: string) =>
    onChange(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name])
  return (
    <Popover position="bottom-end" width={380} trapFocus withinPortal>
      <Popover.Target>
        <Button variant="subtle" size="compact-sm" leftSection={<IconColumns3 size={16} aria-hidden />}>
          {TEXT.button}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={TEXT.title}>
        <Stack gap="xs">
          <TextInput
            type="search"
            aria-label={TEXT.search}
            placeholder={TEXT.search}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            data-autofocus
          />
          <div className={classes.chooser}>
            {sections.length === 0 && <Text c="dimmed">{TEXT.none}</Text>}
            {sections.map((section) => (
              <fieldset key={section.title} className={classes.section}>
                <legend>{section.title}</legend>
                {section.columns.map((column) => (
                  <Checkbox
                    key={column.name}
                    size="xs"
                    label={columnLabel(column)}
                    title={`${column.name}: ${column.meaning}`}
                    checked={chosen.includes(column.name)}
                    onChange={() => toggle(column.name)}
                  />
                ))}
              </fieldset>
            ))}
          </div>
          <Button variant="default" size="compact-sm" onClick={() => onChange(null)}>
            {TEXT.reset}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
