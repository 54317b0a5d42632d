import { Skeleton, Text } from '@mantine/core'
import { IconWand } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import { Failed } from '../../components/failed.tsx'
import { Panel } from '../../components/panel.tsx'
import { ENGINES_TEXT as TEXT } from '../../text/engines.ts'
import classes from './engines.module.css'

interface AutoChoiceProps {
  readonly auto: UseQueryResult<{ readonly name: string | null; readonly because: string }>
}

/** Which engine a run takes by itself, and why. */
export function AutoChoice({ auto }: AutoChoiceProps) {
  if (auto.error) return <Failed title={TEXT.autoFailed} error={auto.error} onRetry={() => auto.refetch()} />
  return (
    <Panel title={TEXT.auto}>
      {auto.data ? (
        <div className={classes.auto}>
          <IconWand size={20} stroke={1.7} aria-hidden />
          <div>
            <Text fw={600}>{auto.data.name ?? TEXT.autoNone}</Text>
            <Text c="dimmed">{auto.data.because}</Text>
          </div>
        </div>
      ) : (
        <Skeleton height={40} width="60%" />
      )}
    </Panel>
  )
}
