import { Autocomplete, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { DATA_TEXT } from '../../text/data.ts'
import { SHELL_TEXT } from '../../text/shell.ts'

const TEXT = DATA_TEXT.exclude

interface ExcludeDialogProps {
  readonly count: number
  readonly onExclude: (reason: string) => void
  readonly onCancel: () => void
}

/** Asks why frames are left out. */
export function ExcludeDialog({ count, onExclude, onCancel }: ExcludeDialogProps) {
  const [reason, setReason] = useState('')
  return (
    <Modal opened onClose={onCancel} title={TEXT.title(count)} closeButtonProps={{ 'aria-label': SHELL_TEXT.close }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (reason.trim() !== '') onExclude(reason.trim())
        }}
      >
        <Stack gap="sm">
          <Text c="dimmed">{TEXT.text}</Text>
          <Autocomplete
            label={TEXT.reason}
            data={[...TEXT.reasons]}
            value={reason}
            onChange={setReason}
            required
            data-autofocus
            maxLength={200}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onCancel}>
              {SHELL_TEXT.cancel}
            </Button>
            <Button type="submit" disabled={reason.trim() === ''}>
              {TEXT.action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
