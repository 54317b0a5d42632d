import { Text } from '@mantine/core'
import { useInterval } from '@mantine/hooks'
import { useState } from 'react'
import type { LiveRun } from '../../../api/runs-contract.ts'
import { Panel } from '../../components/panel.tsx'
import { formatDuration } from '../../format/duration.ts'
import { formatFixed } from '../../format/number.ts'
import { RUN_TEXT as TEXT } from '../../text/run.ts'
import classes from './run.module.css'

/** Of a clock that ticks once a second. */
function wholeSeconds(sec: number): string {
  return sec < 60 ? `${formatFixed(Math.max(0, sec), 0)}\u00a0s` : formatDuration(sec)
}

/** The pairs under way, one a worker, and the one that comes next. */
export function UnderWay({ live }: { readonly live: LiveRun }) {
  const [nowMs, setNowMs] = useState(() => Date.now())
  useInterval(() => setNowMs(Date.now()), 1000, { autoInvoke: true })
  const { inFlight, workers } = live
  return (
    <Panel title={TEXT.underWay}>
      {inFlight.length === 0 ? (
        <Text c="dimmed">{TEXT.nothingUnderWay}</Text>
      ) : (
        <ul className={classes.inFlight}>
          {inFlight.map(({ pairId, startedAtMs }, index) => (
            <li key={pairId}>
              <span title={pairId}>{pairId}</span>
              <span>{index < workers ? TEXT.since(wholeSeconds((nowMs - startedAtMs) / 1000)) : TEXT.waits}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
