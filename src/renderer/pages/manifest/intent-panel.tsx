import { Button, Group, MultiSelect, NumberInput, Select, Stack, TagsInput, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { TableView } from '../../../api/data-contract.ts'
import { FRAME_FLAGS, SERIES_FLAGS } from '../../../core/quality/quality-flag.ts'
import { useApi } from '../../data/api-context.ts'
import { formatFixed } from '../../format/number.ts'
import { flagWord } from '../../text/flags.ts'
import { MANIFEST_TEXT } from '../../text/manifest.ts'
import { groupColumns, type IntentForm, intentOf, likelyReference, TABLE_FLAGS } from './intent.ts'
import classes from './manifest.module.css'

const TEXT = MANIFEST_TEXT.intent
const OWN_FLAGS = [...FRAME_FLAGS, ...SERIES_FLAGS, 'unusable-frame'] as const
const CONTROLS = ['none', 'one-way', 'both'] as const
const MOST_REFERENCES = 2000

interface IntentPanelProps {
  readonly studyDir: string
  readonly table: TableView
  readonly form: IntentForm
  readonly onForm: (form: IntentForm) => void
  readonly onBuild: () => void
  readonly isBuilding: boolean
  /** pairs are there already */
  readonly isBuilt: boolean
}

/** What a person wants to compare. */
export function IntentPanel({ studyDir, table, form, onForm, onBuild, isBuilding, isBuilt }: IntentPanelProps) {
  const columns = groupColumns(table.columns)
  const column = columns.find(({ name }) => name === form.groupColumn)
  const groups = column?.values.map(({ value }) => value) ?? []
  const set = (change: Partial<IntentForm>) => onForm({ ...form, ...change })
  const result = intentOf(form)
  const problem = 'problem' in result ? result.problem : null
  return (
    <section className={classes.intent} aria-labelledby="intent">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (problem === null) onBuild()
        }}
      >
        <Stack gap="sm" className={classes.fields}>
          <Title order={2} id="intent">
            {TEXT.title}
          </Title>
          <Select
            label={TEXT.groupColumn}
            data={columns.map(({ name }) => name)}
            value={form.groupColumn}
            onChange={(name) => {
              const next = columns.find((one) => one.name === name)
              set({ groupColumn: name, reference: next ? likelyReference(next) : null, groups: [], referenceIds: [] })
            }}
            searchable
            allowDeselect={false}
          />
          <Select
            label={TEXT.reference}
            description={TEXT.referenceHint}
            data={groups}
            value={form.reference}
            onChange={(reference) => set({ reference, referenceIds: [] })}
            searchable
            allowDeselect={false}
          />
          <MultiSelect
            label={TEXT.groups}
            placeholder={form.groups.length === 0 ? TEXT.groupsAll : ''}
            data={groups.filter((group) => group !== form.reference)}
            value={[...form.groups]}
            onChange={(chosen) => set({ groups: chosen })}
            searchable
            clearable
          />
          <Stages studyDir={studyDir} form={form} onForm={onForm} />
          <NumberInput
            label={TEXT.tolerance}
            suffix={` ${TEXT.hours}`}
            value={form.toleranceHpf}
            onChange={(value) => set({ toleranceHpf: typeof value === 'number' ? value : form.toleranceHpf })}
            min={0}
            max={24}
            step={0.5}
            decimalScale={2}
          />
          <TagsInput
            label={TEXT.transitions}
            description={TEXT.transitionsHint}
            value={[...form.transitions]}
            onChange={(transitions) => set({ transitions })}
            splitChars={[',', ';']}
            acceptValueOnBlur
          />
          <Select
            label={TEXT.controls}
            data={CONTROLS.map((value) => ({ value, label: TEXT.controlChoices[value] }))}
            value={form.controls}
            onChange={(value) => set({ controls: CONTROLS.find((one) => one === value) ?? form.controls })}
            allowDeselect={false}
          />
          <Select
            label={TEXT.matchWithin}
            placeholder={TEXT.matchAny}
            data={columns.map(({ name }) => name).filter((name) => name !== form.groupColumn)}
            value={form.matchWithin}
            onChange={(matchWithin) => set({ matchWithin })}
            searchable
            clearable
          />
          <NumberInput
            label={TEXT.perEmbryo}
            placeholder={TEXT.perEmbryoAll}
            value={form.perEmbryo ?? ''}
            onChange={(value) => set({ perEmbryo: typeof value === 'number' ? value : null })}
            min={1}
            allowDecimal={false}
          />
          <ReferencePool studyDir={studyDir} form={form} onForm={onForm} />
          <MultiSelect
            label={TEXT.leaveOut}
            data={[
              {
                group: TEXT.tableFlags,
                items: TABLE_FLAGS.map((flag) => ({ value: flag, label: flag.replaceAll('_', ' ') })),
              },
              { group: TEXT.ownFlags, items: OWN_FLAGS.map((flag) => ({ value: flag, label: flagWord(flag) })) },
            ]}
            value={[...form.leaveOut]}
            onChange={(leaveOut) => set({ leaveOut })}
            searchable
          />
        </Stack>
        <div className={classes.build}>
          {problem !== null && (
            <Text size="sm" c="dimmed" role="status">
              {problem}
            </Text>
          )}
          <Button
            type="submit"
            fullWidth
            variant={isBuilt ? 'default' : 'filled'}
            disabled={problem !== null}
            loading={isBuilding}
          >
            {isBuilt ? TEXT.rebuild : TEXT.build}
          </Button>
        </div>
      </form>
    </section>
  )
}

type PartProps = Pick<IntentPanelProps, 'studyDir' | 'form' | 'onForm'>

function Stages({ studyDir, form, onForm }: PartProps) {
  const api = useApi()
  const { groupColumn, toleranceHpf, bins } = form
  const { data: suggested = [] } = useQuery({
    ...api.manifest.suggestBins.queryOptions({ input: { studyDir, groupColumn: groupColumn ?? '?', toleranceHpf } }),
    enabled: groupColumn !== null,
  })
  const others = suggested.filter(({ binHpf }) => !bins.includes(String(binHpf)))
  return (
    <Stack gap={4}>
      <TagsInput
        label={TEXT.bins}
        description={TEXT.binsHint}
        value={[...bins]}
        onChange={(next) => onForm({ ...form, bins: next })}
        splitChars={[',', ';', ' ']}
        acceptValueOnBlur
      />
      {others.length > 0 && (
        <Group gap={4}>
          <Text size="sm" c="dimmed">
            {TEXT.suggested}
          </Text>
          {others.map(({ binHpf, embryoCount }) => (
            <Button
              key={binHpf}
              variant="default"
              size="compact-sm"
              onClick={() => onForm({ ...form, bins: [...bins, String(binHpf)] })}
            >
              {TEXT.suggestion(formatFixed(binHpf, 0), embryoCount)}
            </Button>
          ))}
        </Group>
      )}
    </Stack>
  )
}

function ReferencePool({ studyDir, form, onForm }: PartProps) {
  const api = useApi()
  const { groupColumn, reference } = form
  const { data } = useQuery({
    ...api.data.rows.queryOptions({
      input: {
        studyDir,
        query: { filters: [{ column: groupColumn ?? '?', comparison: 'is', value: reference ?? '' }] },
        offset: 0,
        limit: MOST_REFERENCES,
      },
    }),
    enabled: groupColumn !== null && reference !== null,
  })
  const ids = [...new Set(data?.rows.map(({ embryoId }) => embryoId))].sort()
  return (
    <MultiSelect
      label={TEXT.referenceIds}
      placeholder={form.referenceIds.length === 0 ? TEXT.referenceIdsAll : ''}
      data={ids}
      value={[...form.referenceIds]}
      onChange={(referenceIds) => onForm({ ...form, referenceIds })}
      searchable
      clearable
      limit={100}
    />
  )
}
