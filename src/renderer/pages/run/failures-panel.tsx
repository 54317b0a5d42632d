import { ActionIcon, Button, Group, Stack, Text, Tooltip } from '@mantine/core'
import { IconCircleCheck, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import type { PairView } from '../../../api/run-views.ts'
import { Empty } from '../../components/empty.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { type Column, VirtualTable } from '../../components/virtual-table.tsx'
import { formatCount } from '../../format/number.ts'
import { RUN_TEXT as TEXT } from '../../text/run.ts'
import classes from './run.module.css'

interface FailuresPanelProps {
  readonly failures: readonly PairView[]
  /** null while the run is under way */
  readonly onRetry: ((pairIds: readonly string[]) => void) | null
}

/** Pairs that failed or did not converge, with the reason, each to be tried again. */
export function FailuresPanel({ failures, onRetry }: FailuresPanelProps) {
  const [currentId, setCurrentId] = useState<string | null>(null)
  const current = failures.find(({ pairId }) => pairId === currentId)
  if (failures.length === 0) {
    return (
      <Empty icon={IconCircleCheck} title={TEXT.noFailures}>
        {TEXT.noFailuresText}
      </Empty>
    )
  }
  const columns: readonly Column<PairView>[] = [
    {
      key: 'pairId',
      header: TEXT.columns.pairId,
      width: 240,
      isRowHeader: true,
      cell: ({ pairId }) => <span title={pairId}>{pairId}</span>,
    },
    {
      key: 'state',
      header: TEXT.columns.state,
      width: 155,
      cell: ({ state }) => <StateMark state={state} />,
    },
    {
      key: 'error',
      header: TEXT.columns.error,
      width: 300,
      grows: true,
      cell: ({ error }) => <span title={error ?? ''}>{error}</span>,
    },
    {
      key: 'retry',
      header: TEXT.retry,
      width: 100,
      align: 'right',
      cell: ({ pairId }) => (
        <Tooltip label={TEXT.retryOne(pairId)}>
          <ActionIcon
            variant="subtle"
            aria-label={TEXT.retryOne(pairId)}
            disabled={!onRetry}
            onClick={() => onRetry?.([pairId])}
          >
            <IconRefresh size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ),
    },
  ]
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          disabled={!onRetry}
          onClick={() => onRetry?.(failures.map(({ pairId }) => pairId))}
        >
          {TEXT.retryAll(formatCount(failures.length))}
        </Button>
        {!onRetry && (
          <Text size="sm" c="dimmed">
            {TEXT.retryLater}
          </Text>
        )}
      </Group>
      <div className={classes.table}>
        <VirtualTable
          label={TEXT.failures(formatCount(failures.length))}
          columns={columns}
          rowCount={failures.length}
          rowAt={(index) => failures[index]}
          keyOf={({ pairId }) => pairId}
          currentKey={currentId}
          onFocusRow={({ pairId }) => setCurrentId(pairId)}
        />
      </div>
      <Text role="status" className={classes.message}>
        {current ? `${current.pairId}: ${current.error}` : TEXT.wholeMessage}
      </Text>
    </Stack>
  )
}
