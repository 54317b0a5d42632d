import { Badge, Button, Drawer, Group, List, Text } from '@mantine/core'
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react'
import type { FrameEdit } from '../../../api/data-contract.ts'
import { When } from '../../components/when.tsx'
import { frameName } from '../../data/frame-key.ts'
import { DATA_TEXT } from '../../text/data.ts'
import { SHELL_TEXT } from '../../text/shell.ts'
import classes from './data.module.css'
import type { Decide } from './use-decide.ts'

const TEXT = DATA_TEXT.edits
const NAMED = 3
const LISTED = 200

/** Everything that was decided by hand, newest first. */
export function EditsDrawer({ decide, onClose }: { readonly decide: Decide; readonly onClose: () => void }) {
  const { edits, undo, redo } = decide
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      title={TEXT.title}
      closeButtonProps={{ 'aria-label': SHELL_TEXT.close }}
    >
      <Group gap="xs" mb="md">
        <Button
          variant="default"
          leftSection={<IconArrowBackUp size={16} aria-hidden />}
          disabled={!edits?.canUndo}
          onClick={undo}
        >
          {TEXT.undo}
        </Button>
        <Button
          variant="default"
          leftSection={<IconArrowForwardUp size={16} aria-hidden />}
          disabled={!edits?.canRedo}
          onClick={redo}
        >
          {TEXT.redo}
        </Button>
      </Group>
      {edits?.edits.length ? (
        <List listStyleType="none" className={classes.edits}>
          {edits.edits.slice(0, LISTED).map((edit) => (
            <List.Item key={edit.editId} className={classes.edit} data-undone={edit.isUndone || undefined}>
              <Group gap="xs">
                <Text fw={600}>{titleOf(edit)}</Text>
                {edit.isUndone && <Badge variant="default">{TEXT.undone}</Badge>}
              </Group>
              {edit.reason !== '' && <Text>{edit.reason}</Text>}
              <Text size="sm" c="dimmed">
                {TEXT.frames(
                  edit.frames.slice(0, NAMED).map(frameName).join('; '),
                  Math.max(0, edit.frames.length - NAMED),
                )}
              </Text>
              <Text size="sm" c="dimmed">
                <When iso={edit.at} />
              </Text>
            </List.Item>
          ))}
        </List>
      ) : (
        <Text c="dimmed">{TEXT.empty}</Text>
      )}
    </Drawer>
  )
}

function titleOf({ kind, frames }: FrameEdit): string {
  switch (kind) {
    case 'exclude':
      return TEXT.exclude(frames.length)
    case 'include':
      return TEXT.include(frames.length)
    case 'correct':
      return TEXT.correct
  }
}
