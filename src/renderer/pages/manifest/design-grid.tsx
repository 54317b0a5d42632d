import { Select, Stack, Table, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { TableView } from '../../../api/data-contract.ts'
import { Failed } from '../../components/failed.tsx'
import { Loading } from '../../components/loading.tsx'
import { useApi } from '../../data/api-context.ts'
import { formatCount, formatFixed, NONE } from '../../format/number.ts'
import { MANIFEST_TEXT } from '../../text/manifest.ts'
import { groupColumns, type IntentForm, stagesOf } from './intent.ts'
import classes from './manifest.module.css'

const TEXT = MANIFEST_TEXT.design
/** Columns that mostly go with what a group must not be mixed up with. */
const BY_COLUMNS = ['experiment_date', 'clutch', 'date', 'plate', 'experiment_id']

interface DesignGridProps {
  readonly studyDir: string
  readonly table: TableView
  readonly form: IntentForm
}

/** How many embryos of each group there are at each stage, by a third column: what can't be told apart is seen before it is run. */
export function DesignGrid({ studyDir, table, form }: DesignGridProps) {
  const api = useApi()
  const columns = groupColumns(table.columns).filter(({ name }) => name !== form.groupColumn)
  const [chosen, setChosen] = useState<string | null>(null)
  const likely = BY_COLUMNS.find((name) => columns.some((column) => column.name === name)) ?? columns[0]?.name ?? null
  const byColumn = chosen ?? likely
  const bins = stagesOf(form)
  const { groupColumn, toleranceHpf } = form
  const isAskable = groupColumn !== null && byColumn !== null && bins.length > 0
  const { data, error, refetch } = useQuery({
    ...api.manifest.design.queryOptions({
      input: { studyDir, groupColumn: groupColumn ?? '?', byColumn: byColumn ?? '?', binsHpf: bins, toleranceHpf },
    }),
    enabled: isAskable,
  })
  return (
    <Stack gap="sm" className={classes.design}>
      <Select
        label={TEXT.by}
        className={classes.by}
        data={columns.map(({ name }) => name)}
        value={byColumn}
        onChange={setChosen}
        searchable
        allowDeselect={false}
      />
      {!isAskable ? (
        <Text c="dimmed">{TEXT.none}</Text>
      ) : error ? (
        <Failed title={TEXT.failed} error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={4} />
      ) : (
        <>
          <Warnings warnings={data.warnings} />
          <Counts bins={bins} {...data} />
        </>
      )}
    </Stack>
  )
}

function Warnings({ warnings }: { readonly warnings: readonly string[] }) {
  if (warnings.length === 0) {
    return (
      <Text className={classes.good}>
        <IconCircleCheck size={16} aria-hidden />
        {TEXT.good}
      </Text>
    )
  }
  return (
    <ul className={classes.warnings} aria-label={TEXT.warnings}>
      {warnings.map((warning) => (
        <li key={warning}>
          <IconAlertTriangle size={16} aria-hidden />
          {warning}
        </li>
      ))}
    </ul>
  )
}

interface CountsProps {
  readonly bins: readonly number[]
  readonly groups: readonly string[]
  readonly by: readonly string[]
  readonly cells: readonly { group: string; by: string; binHpf: number; embryoCount: number }[]
}

function Counts({ bins, groups, by, cells }: CountsProps) {
  const countOf = (group: string, binHpf: number, value?: string) =>
    cells
      .filter((cell) => cell.group === group && cell.binHpf === binHpf && (value === undefined || cell.by === value))
      .reduce((sum, { embryoCount }) => sum + embryoCount, 0)
  return (
    <div className={classes.counts}>
      <Table withTableBorder withColumnBorders>
        <Table.Caption>{TEXT.caption}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th rowSpan={2} scope="col">
              {TEXT.group}
            </Table.Th>
            {bins.map((binHpf) => (
              <Table.Th key={binHpf} colSpan={by.length + 1} scope="colgroup" ta="center">
                {TEXT.bin(formatFixed(binHpf, Number.isInteger(binHpf) ? 0 : 1))}
              </Table.Th>
            ))}
          </Table.Tr>
          <Table.Tr>
            {bins.flatMap((binHpf) => [
              ...by.map((value) => (
                <Table.Th key={`${binHpf} ${value}`} scope="col" ta="right">
                  {value === '' ? TEXT.empty : value}
                </Table.Th>
              )),
              <Table.Th key={`${binHpf} all`} scope="col" ta="right">
                {TEXT.total}
              </Table.Th>,
            ])}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {groups.map((group) => (
            <Table.Tr key={group}>
              <Table.Th scope="row">{group}</Table.Th>
              {bins.flatMap((binHpf) => [
                ...by.map((value) => <Count key={`${binHpf} ${value}`} count={countOf(group, binHpf, value)} />),
                <Count key={`${binHpf} all`} count={countOf(group, binHpf)} isTotal />,
              ])}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

function Count({ count, isTotal = false }: { readonly count: number; readonly isTotal?: boolean }) {
  return (
    <Table.Td ta="right" fw={isTotal ? 600 : 400} data-none={count === 0 || undefined} className={classes.count}>
      {count === 0 ? NONE : formatCount(count)}
    </Table.Td>
  )
}
