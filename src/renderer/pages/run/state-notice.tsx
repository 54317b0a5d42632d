import { Button, Group, Paper, Text } from '@mantine/core'
import {
  type Icon,
  IconBell,
  IconBolt,
  IconCircleCheck,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
} from '@tabler/icons-react'
import { useState } from 'react'
import type { RunState } from '../../../api/states.ts'
import { NEXT_STEP, RUN_TEXT as TEXT } from '../../text/run.ts'
import classes from './run.module.css'
import type { WatchedRun } from './use-run-watch.ts'

const ICONS: Readonly<Record<RunState, Icon>> = {
  running: IconPlayerPlay,
  paused: IconPlayerPause,
  finished: IconCircleCheck,
  cancelled: IconPlayerStop,
  interrupted: IconBolt,
}

/** How the run stands, in words, and what to do next. */
export function StateNotice({ watched: { run, live } }: { readonly watched: WatchedRun }) {
  const state = live ? 'running' : run?.state
  if (state === undefined) return null
  const StateIcon = ICONS[state]
  const isElsewhere = run?.state === 'running' && live === null
  const title = live ? TEXT.phases[live.phase] : NEXT_STEP[state].title
  return (
    <Paper className={classes.notice} data-state={state} role="status">
      <Group gap="sm" wrap="nowrap" className={classes.says}>
        <StateIcon size={22} className={classes.stateIcon} aria-hidden />
        <div>
          <Text fw={600}>{title}</Text>
          <Text c="dimmed">
            {isElsewhere && run ? TEXT.elsewhere(run.owner.pid, run.owner.host) : NEXT_STEP[state].text}
          </Text>
        </div>
      </Group>
      {state === 'running' && <TellMe />}
    </Paper>
  )
}

/** Where the system's notifications could be had and nobody was asked yet. */
function TellMe() {
  const [isOpen, setIsOpen] = useState(() => 'Notification' in window && Notification.permission === 'default')
  if (!isOpen) return null
  const ask = async () => {
    await Notification.requestPermission()
    setIsOpen(false)
  }
  return (
    <Button variant="subtle" size="compact-sm" leftSection={<IconBell size={14} aria-hidden />} onClick={ask}>
      {TEXT.tellMe}
    </Button>
  )
}
