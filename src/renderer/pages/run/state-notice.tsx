import { Alert, Button, Group, Text } from '@mantine/core'
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
import type { WatchedRun } from './use-run-watch.ts'

const LOOKS: Readonly<Record<RunState, { readonly icon: Icon; readonly color: string }>> = {
  running: { icon: IconPlayerPlay, color: 'blue' },
  paused: { icon: IconPlayerPause, color: 'yellow' },
  finished: { icon: IconCircleCheck, color: 'green' },
  cancelled: { icon: IconPlayerStop, color: 'gray' },
  interrupted: { icon: IconBolt, color: 'yellow' },
}

/** How the run stands, in words, and what to do next. */
export function StateNotice({ watched: { run, live } }: { readonly watched: WatchedRun }) {
  const state = live ? 'running' : run?.state
  if (state === undefined) return null
  const { icon: StateIcon, color } = LOOKS[state]
  const isElsewhere = run?.state === 'running' && live === null
  const title = live ? TEXT.phases[live.phase] : NEXT_STEP[state].title
  return (
    <Alert color={color} variant="light" icon={<StateIcon aria-hidden />} title={title} role="status">
      <Group justify="space-between" gap="sm">
        <Text size="md">
          {isElsewhere && run ? TEXT.elsewhere(run.owner.pid, run.owner.host) : NEXT_STEP[state].text}
        </Text>
        {state === 'running' && <TellMe />}
      </Group>
    </Alert>
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
