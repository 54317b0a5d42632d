import { Button, Checkbox, Group, Radio, Select, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { RunGroups } from '../../../api/fields-contract.ts'
import { FEW_EMBRYOS, type GroupRef, type PanelRef } from '../../../core/analysis/panel-field.ts'
import { MOST_PANELS } from '../../../figure/field-view.ts'
import { QueryView } from '../../components/query-view.tsx'
import { useApi } from '../../data/api-context.ts'
import { likelyWildType } from '../../data/wild-types.ts'
import { COMPARE_MODES, type CompareMode, inMode } from '../../fields/compare-mode.ts'
import classes from '../../fields/fields.module.css'
import { changeView, useFieldsStore } from '../../fields/fields-store.ts'
import { genotypeColumn } from '../../fields/small-multiples.ts'
import { withPanels } from '../../fields/view-changes.ts'
import { countOf, formatFigure } from '../../format/number.ts'
import { FIELDS_TEXT, CHOOSER_TEXT as TEXT } from '../../text/fields.ts'

interface GroupChoiceProps {
  readonly studyDir: string
  readonly runId: string
  readonly onDone: () => void
}

/** Means of groups of embryos, or how they differ from a reference. */
export function GroupChoice({ studyDir, runId, onDone }: GroupChoiceProps) {
  const api = useApi()
  const query = useQuery(api.fields.groups.queryOptions({ input: { studyDir, runId } }))
  return (
    <QueryView query={query} failed={TEXT.groupsFailed}>
      {(groups) =>
        groups.columns.length === 0 ? (
          <Text c="dimmed">{TEXT.noGroups}</Text>
        ) : (
          <Choice groups={groups} runId={runId} onDone={onDone} />
        )
      }
    </QueryView>
  )
}

interface ChoiceProps {
  readonly groups: RunGroups
  readonly runId: string
  readonly onDone: () => void
}

const ALL = 'all'

function Choice({ groups: { columns, stages }, runId, onDone }: ChoiceProps) {
  const store = useFieldsStore()
  const [name, setName] = useState(genotypeColumn({ columns, stages })?.name ?? '')
  const [stage, setStage] = useState(ALL)
  const [mode, setMode] = useState<CompareMode>('side-by-side')
  const column = columns.find((one) => one.name === name)
  const values = column?.groups.map(({ value }) => value) ?? []
  const [chosen, setChosen] = useState<readonly string[]>(values)
  const [reference, setReference] = useState<string | null>(likelyWildType(values) ?? values[0] ?? null)
  const stageHpf = stages.find((one) => String(one.stageHpf) === stage)?.stageHpf ?? null
  const panels = panelsOf({ runId, column: name, stageHpf, chosen, reference, mode })

  const chooseColumn = (next: string) => {
    const nextValues = columns.find((one) => one.name === next)?.groups.map(({ value }) => value) ?? []
    setName(next)
    setChosen(nextValues)
    setReference(likelyWildType(nextValues) ?? nextValues[0] ?? null)
  }
  const show = () => {
    changeView(store, (view) => withPanels(view, panels))
    onDone()
  }
  return (
    <Stack gap="md">
      <Group grow align="flex-start">
        <Select
          label={TEXT.column}
          data={columns.map((one) => one.name)}
          value={name}
          allowDeselect={false}
          onChange={(value) => value !== null && chooseColumn(value)}
        />
        <Select
          label={TEXT.stage}
          data={[
            { value: ALL, label: TEXT.allStages },
            ...stages.map(({ stageHpf: [from, to] }) => ({
              value: String([from, to]),
              label: TEXT.stageBin(formatFigure(from), formatFigure(to)),
            })),
          ]}
          value={stage}
          allowDeselect={false}
          onChange={(value) => setStage(value ?? ALL)}
        />
      </Group>
      <Radio.Group label={TEXT.what} value={mode} onChange={(value) => setMode(modeNamed(value))}>
        <Stack gap={6} mt={6}>
          {COMPARE_MODES.map((value) => (
            <Radio key={value} value={value} label={TEXT.kinds[value]} />
          ))}
        </Stack>
      </Radio.Group>
      {mode !== 'side-by-side' && (
        <Select label={TEXT.reference} data={values} value={reference} allowDeselect={false} onChange={setReference} />
      )}
      <Checkbox.Group label={TEXT.groupsOf} value={[...chosen]} onChange={setChosen}>
        <div className={classes.groupList}>
          {column?.groups.map(({ value, embryos, pairs, stages: own }) => {
            const counted = stageHpf === null ? { embryos, pairs } : own.find((one) => String(one.stageHpf) === stage)
            const few = (counted?.embryos ?? 0) < FEW_EMBRYOS ? `; ${TEXT.few(FEW_EMBRYOS)}` : ''
            return (
              <Checkbox
                key={value}
                value={value}
                disabled={!counted}
                label={value}
                description={
                  counted
                    ? `${TEXT.embryos(countOf(counted.embryos, 'embryo'), countOf(counted.pairs, 'pair'))}${few}`
                    : TEXT.notAtStage
                }
              />
            )
          })}
        </div>
      </Checkbox.Group>
      <Group justify="space-between">
        <Text size="sm" c="dimmed" role="status">
          {TEXT.chosen(Math.min(panels.length, MOST_PANELS), MOST_PANELS)}
        </Text>
        <Button disabled={panels.length === 0} onClick={show}>
          {TEXT.show(Math.min(panels.length, MOST_PANELS))}
        </Button>
      </Group>
      <Text size="xs" c="dimmed">
        {FIELDS_TEXT.meansHint}
      </Text>
    </Stack>
  )
}

interface Asked {
  readonly runId: string
  readonly column: string
  readonly stageHpf: GroupRef['stageHpf']
  readonly chosen: readonly string[]
  readonly reference: string | null
  readonly mode: CompareMode
}

function panelsOf({ runId, column, stageHpf, chosen, reference, mode }: Asked): readonly PanelRef[] {
  const mean = (value: string): PanelRef => ({ kind: 'mean', runId, group: { column, value, stageHpf } })
  if (mode === 'side-by-side' || reference === null) return chosen.map(mean)
  const others = chosen.filter((value) => value !== reference)
  return inMode([reference, ...others].map(mean), mode) ?? []
}

function modeNamed(value: string): CompareMode {
  return COMPARE_MODES.find((mode) => mode === value) ?? 'side-by-side'
}
