import { ActionIcon, Group, Select, Text, TextInput, Tooltip } from '@mantine/core'
import { IconFocusCentered, IconSearch } from '@tabler/icons-react'
import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import { Link } from 'wouter'
import type { PairView } from '../../../api/run-views.ts'
import { PAIR_STATES } from '../../../api/states.ts'
import { type Sort, sortRows } from '../../components/sort.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { type Column, VirtualTable } from '../../components/virtual-table.tsx'
import { hasFields } from '../../data/has-fields.ts'
import { navigate } from '../../data/hash-location.ts'
import { type RunRef, routes } from '../../data/routes.ts'
import { countOf, formatFixed, formatPower } from '../../format/number.ts'
import { FIELDS_TEXT } from '../../text/fields.ts'
import { RUN_TEXT as TEXT } from '../../text/run.ts'
import { STATE_WORDS } from '../../text/states.ts'
import classes from './run.module.css'

const figure = (
  key: 'runtimeSec' | 'meanDistanceUm' | 'createdPct' | 'divergenceUm',
  unit: string,
  decimals: number,
  width: number,
): Column<PairView> => ({
  key,
  header: TEXT.columns[key],
  unit,
  align: 'right',
  width,
  isSortable: true,
  cell: (pair) => formatFixed(pair[key], decimals),
})

const COLUMNS: readonly Column<PairView>[] = [
  {
    key: 'position',
    header: TEXT.columns.position,
    align: 'right',
    width: 64,
    isSortable: true,
    cell: ({ position }) => position,
  },
  {
    key: 'pairId',
    header: TEXT.columns.pairId,
    width: 240,
    grows: true,
    isRowHeader: true,
    isSortable: true,
    cell: ({ pairId, error }) => (
      <span title={error ?? pairId} className={classes.pairId}>
        {pairId}
      </span>
    ),
  },
  {
    key: 'state',
    header: TEXT.columns.state,
    width: 120,
    isSortable: true,
    cell: ({ state }) => <StateMark state={state} />,
  },
  figure('meanDistanceUm', 'µm', 1, 166),
  figure('createdPct', '%', 2, 142),
  figure('divergenceUm', 'µm', 1, 136),
  figure('runtimeSec', 's', 2, 108),
  {
    key: 'iterations',
    header: TEXT.columns.iterations,
    align: 'right',
    width: 100,
    isSortable: true,
    cell: ({ iterations }) => formatFixed(iterations, 0),
  },
  {
    key: 'gap',
    header: TEXT.columns.gap,
    align: 'right',
    width: 125,
    isSortable: true,
    cell: ({ gap }) => formatPower(gap),
  },
]

/** The way to a pair's field, where it has one. */
const fieldColumn = (fieldOf: (pair: PairView) => string): Column<PairView> => ({
  key: 'field',
  header: FIELDS_TEXT.field,
  width: 76,
  align: 'right',
  isSticky: true,
  cell: (pair) =>
    hasFields(pair) && (
      <Tooltip label={FIELDS_TEXT.showPair(pair.pairId)}>
        <ActionIcon
          component={Link}
          href={fieldOf(pair)}
          variant="subtle"
          aria-label={FIELDS_TEXT.showPair(pair.pairId)}
        >
          <IconFocusCentered size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    ),
})

interface PairTableProps {
  readonly run: RunRef
  readonly pairs: readonly PairView[]
}

/** Every pair of a run, to be searched, filtered by state and sorted; each leads to its field. */
export function PairTable({ run: { studyDir, runId }, pairs }: PairTableProps) {
  const [search, setSearch] = useState('')
  const [state, setState] = useState<string | null>(null)
  const [sort, setSort] = useState<Sort | null>(null)
  const all = useDeferredValue(pairs)
  const wanted = useDeferredValue(search.trim().toLowerCase())
  const rows = useMemo(() => {
    const fitting = all.filter(
      (pair) => (state === null || pair.state === state) && pair.pairId.toLowerCase().includes(wanted),
    )
    return sortRows(fitting, sort, sortValueOf)
  }, [all, wanted, state, sort])
  const fieldOf = useCallback(({ pairId }: PairView) => routes.fields(studyDir, { runId, pairId }), [studyDir, runId])
  const columns = useMemo(() => [...COLUMNS, fieldColumn(fieldOf)], [fieldOf])
  return (
    <div className={classes.pairs}>
      <Group gap="sm" align="flex-end">
        <TextInput
          type="search"
          aria-label={TEXT.search}
          placeholder={TEXT.search}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Select
          aria-label={TEXT.filter}
          placeholder={TEXT.allStates}
          data={PAIR_STATES.map((value) => ({ value, label: STATE_WORDS[value] }))}
          value={state}
          onChange={setState}
          clearable
        />
        <Text size="sm" c="dimmed" role="status">
          {countOf(rows.length, 'pair')}
        </Text>
      </Group>
      <div className={classes.table}>
        <VirtualTable
          label={TEXT.pairs}
          columns={columns}
          rowCount={rows.length}
          rowAt={(index) => rows[index]}
          keyOf={({ pairId }) => pairId}
          sort={sort}
          onSort={setSort}
          onOpen={(pair) => hasFields(pair) && navigate(fieldOf(pair))}
          empty={<Text c="dimmed">{pairs.length === 0 ? TEXT.noPairs : TEXT.noPair}</Text>}
        />
      </div>
    </div>
  )
}

function sortValueOf(pair: PairView, key: string): string | number | null {
  switch (key) {
    case 'state':
      return PAIR_STATES.indexOf(pair.state)
    case 'pairId':
    case 'position':
    case 'runtimeSec':
    case 'iterations':
    case 'gap':
    case 'meanDistanceUm':
    case 'createdPct':
    case 'divergenceUm':
      return pair[key]
    default:
      return null
  }
}
