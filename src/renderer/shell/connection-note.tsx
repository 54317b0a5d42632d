import { Alert, Button, Group, Text } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { notifyDone } from '../components/notify.ts'
import { useConnection, useDoor } from '../door/door-context.ts'
import { SHELL_TEXT } from '../text/shell.ts'
import classes from './shell.module.css'

/** Says that the service is gone, and reads everything again when it is back. */
export function ConnectionNote() {
  const door = useDoor()
  const { kind, openings, reason } = useConnection()
  const queries = useQueryClient()
  const text = SHELL_TEXT.lost

  useEffect(() => {
    if (openings < 2) return
    void queries.invalidateQueries()
    notifyDone(SHELL_TEXT.lost.back)
  }, [openings, queries])

  if (kind !== 'lost') return null
  return (
    <Alert
      radius={0}
      className={classes.note}
      icon={<IconPlugConnectedX aria-hidden />}
      title={text.title}
      role="alert"
    >
      <Group justify="space-between">
        <Text>{reason ?? (door.kind === 'browser' ? text.textBrowser : text.text)}</Text>
        <Button variant="default" onClick={() => door.reconnect()}>
          {text.retry}
        </Button>
      </Group>
    </Alert>
  )
}
