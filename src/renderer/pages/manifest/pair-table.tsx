import { Button, Checkbox, Group, Menu } from '@mantine/core'
import { IconArrowsDiff, IconFilterOff, IconTool } from '@tabler/icons-react'
import { useMemo } from 'react'
import type { PairProblem } from '../../../api/manifest-contract.ts'
import { Empty } from '../../components/empty.tsx'
import { FlagMark } from '../../components/flag-mark.tsx'
import { type Sort, sortRows } from '../../components/sort.ts'
import { type Column, type Selection, VirtualTable } from '../../components/virtual-table.tsx'
import { formatFixed } from '../../format/number.ts'
import { flagWord } from '../../text/flags.ts'
import { MANIFEST_TEXT } from '../../text/manifest.ts'
import type { DraftPair } from './draft-store.ts'

const TEXT = MANIFEST_TEXT.pairs
const ROW_PX = 40

export interface PairTableActions {
  setUsed(key: number, isUsed: boolean): void
  mend(key: number, mend: PairProblem['mends'][number]): void
}

interface PairTableProps {
  readonly pairs: readonly DraftPair[]
  /** of all, whether they are shown or not */
  readonly isDraftEmpty: boolean
  readonly problems: ReadonlyMap<number, readonly PairProblem[]>
  readonly sort: Sort | null
  readonly onSort: (sort: Sort | null) => void
  readonly currentKey: number | null
  readonly onCurrent: (pair: DraftPair) => void
  readonly selection: Selection
  readonly actions: PairTableActions
}

/** The pairs of the draft, each with what is wrong with it and what would mend it. */
export function PairTable(props: PairTableProps) {
  const { pairs, isDraftEmpty, problems, sort, onSort, currentKey, onCurrent, selection, actions } = props
  const columns = useMemo(() => columnsOf(problems, actions), [problems, actions])
  const rows = useMemo(
    () => sortRows(pairs, sort, (row, key) => sortValueOf(row, key, problems)),
    [pairs, sort, problems],
  )
  return (
    <VirtualTable
      label={TEXT.label}
      columns={columns}
      rowCount={rows.length}
      rowAt={(index) => rows[index]}
      keyOf={({ key }) => String(key)}
      sort={sort}
      onSort={onSort}
      onFocusRow={onCurrent}
      onOpen={onCurrent}
      currentKey={currentKey === null ? null : String(currentKey)}
      selection={selection}
      rowHeight={ROW_PX}
      empty={
        isDraftEmpty ? (
          <Empty icon={IconArrowsDiff} title={TEXT.empty}>
            {TEXT.emptyText}
          </Empty>
        ) : (
          <Empty icon={IconFilterOff} title={TEXT.none} />
        )
      }
    />
  )
}

function columnsOf(
  problems: ReadonlyMap<number, readonly PairProblem[]>,
  actions: PairTableActions,
): readonly Column<DraftPair>[] {
  return [
    {
      key: 'use',
      header: TEXT.use,
      width: 60,
      cell: ({ key, pair }) => (
        <Checkbox
          size="xs"
          checked={pair.analysisUse || pair.isControlPair}
          disabled={pair.isControlPair}
          onChange={(event) => actions.setUsed(key, event.currentTarget.checked)}
          aria-label={TEXT.useOf(pair.pairId)}
        />
      ),
    },
    {
      key: 'source',
      header: TEXT.source,
      width: 212,
      grows: true,
      isSortable: true,
      isRowHeader: true,
      cell: ({ pair }) => <span title={pair.pairId}>{endText(pair.src)}</span>,
    },
    {
      key: 'target',
      header: TEXT.target,
      width: 212,
      isSortable: true,
      cell: ({ pair }) => <span title={pair.pairId}>{endText(pair.tgt)}</span>,
    },
    // room for whole ids where nothing is wrong
    ...(problems.size > 0 ? [problemColumn(problems, actions)] : []),
    { key: 'group', header: TEXT.group, width: 108, isSortable: true, cell: ({ pair }) => pair.genotype ?? '' },
    { key: 'kind', header: TEXT.kind, width: 112, isSortable: true, cell: ({ pair }) => kindText(pair) },
    {
      key: 'stages',
      header: TEXT.stages,
      unit: TEXT.hpf,
      width: 130,
      align: 'right',
      isSortable: true,
      cell: ({ pair }) => `${formatFixed(pair.stageSrcHpf, 1)} → ${formatFixed(pair.stageTgtHpf, 1)}`,
    },
  ]
}

function problemColumn(
  problems: ReadonlyMap<number, readonly PairProblem[]>,
  actions: PairTableActions,
): Column<DraftPair> {
  return {
    key: 'problem',
    header: TEXT.problem,
    width: 180,
    isSortable: true,
    cell: ({ key }) => <Problems problems={problems.get(key) ?? []} onMend={(mend) => actions.mend(key, mend)} />,
  }
}

interface ProblemsProps {
  readonly problems: readonly PairProblem[]
  readonly onMend: (mend: PairProblem['mends'][number]) => void
}

function Problems({ problems, onMend }: ProblemsProps) {
  const [first] = problems
  if (!first) return null
  return (
    <Group gap="xs" wrap="nowrap">
      <Menu withinPortal withInitialFocusPlaceholder={false} position="bottom-start">
        <Menu.Target>
          <Button
            variant="default"
            size="compact-xs"
            leftSection={<IconTool size={14} aria-hidden />}
            aria-label={`${TEXT.mend}: ${first.problem.message}`}
          >
            {TEXT.mend}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {problems.map(({ problem, mends }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: problems have no name of their own
            <div key={index}>
              <Menu.Label>{problem.message}</Menu.Label>
              {mends.map((mend) => (
                <Menu.Item key={mend.label} onClick={() => onMend(mend)}>
                  {mend.label}
                </Menu.Item>
              ))}
            </div>
          ))}
        </Menu.Dropdown>
      </Menu>
      {problems.map(({ problem }, index) => (
        <FlagMark
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={index}
          kind={problem.kind}
          title={problem.message}
          tone={problem.severity === 'error' ? 'unusable' : 'doubt'}
        />
      ))}
    </Group>
  )
}

function sortValueOf(
  { key, pair }: DraftPair,
  column: string,
  problems: ReadonlyMap<number, readonly PairProblem[]>,
): string | number | null {
  switch (column) {
    case 'source':
      return endText(pair.src)
    case 'target':
      return endText(pair.tgt)
    case 'group':
      return pair.genotype ?? null
    case 'kind':
      return kindText(pair)
    case 'stages':
      return pair.stageSrcHpf ?? null
    default: {
      const [first] = problems.get(key) ?? []
      return first ? flagWord(first.problem.kind) : null
    }
  }
}

export function endText({ embryoId, frameIndex }: DraftPair['pair']['src']): string {
  return `${embryoId} · ${frameIndex}`
}

function kindText({ setType, isControlPair }: DraftPair['pair']): string {
  if (isControlPair) return TEXT.kinds.control ?? ''
  return TEXT.kinds[setType ?? ''] ?? setType ?? ''
}
