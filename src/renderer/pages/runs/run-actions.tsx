import { ActionIcon, Menu } from '@mantine/core'
import {
  IconArchive,
  IconArchiveOff,
  IconArrowRight,
  IconCopy,
  IconDots,
  IconFileSearch,
  IconFolderOpen,
  IconPencil,
  IconPlayerPlay,
  IconRepeat,
  IconTerminal2,
  IconTrash,
} from '@tabler/icons-react'
import { useState } from 'react'
import { navigate } from '../../data/hash-location.ts'
import { routes } from '../../data/routes.ts'
import { useDoor } from '../../door/door-context.ts'
import { RUNS_TEXT as TEXT } from '../../text/runs.ts'
import { EditRun } from './edit-run.tsx'
import { RelinkRun } from './relink-run.tsx'
import { canResume, type RunRow } from './run-row.ts'
import { useRunActions } from './use-run-actions.ts'

/** Everything that is done with one run of a list. */
export function RunActions({ run, allTags }: { readonly run: RunRow; readonly allTags: readonly string[] }) {
  const door = useDoor()
  const actions = useRunActions(run)
  const [dialog, setDialog] = useState<'edit' | 'relink' | null>(null)
  const text = TEXT.actions
  const isRunning = run.state === 'running'
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" c="dimmed" aria-label={TEXT.more(run.title)}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconArrowRight size={16} aria-hidden />}
            onClick={() => navigate(routes.run(run.studyDir, run.runId))}
          >
            {text.open}
          </Menu.Item>
          <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setDialog('edit')}>
            {text.edit}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            disabled={!canResume(run)}
            onClick={actions.resume}
          >
            {text.resume}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconRepeat size={16} aria-hidden />}
            onClick={() => navigate(routes.rerun(run.studyDir, run.runId))}
          >
            {text.rerun}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconFileSearch size={16} aria-hidden />}
            disabled={isRunning}
            onClick={() => setDialog('relink')}
          >
            {text.relink}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconTerminal2 size={16} aria-hidden />} onClick={actions.copyCommand}>
            {text.copyCommand}
          </Menu.Item>
          {door.showInFolder ? (
            <Menu.Item leftSection={<IconFolderOpen size={16} aria-hidden />} onClick={actions.showFolder}>
              {text.showFolder}
            </Menu.Item>
          ) : (
            <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={actions.copyFolder}>
              {text.copyFolder}
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item
            leftSection={
              run.archivedAt === null ? <IconArchive size={16} aria-hidden /> : <IconArchiveOff size={16} aria-hidden />
            }
            onClick={actions.toggleArchived}
          >
            {run.archivedAt === null ? text.archive : text.unarchive}
          </Menu.Item>
          <Menu.Item
            color="var(--ot-failed)"
            leftSection={<IconTrash size={16} aria-hidden />}
            disabled={isRunning}
            onClick={actions.remove}
          >
            {text.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === 'edit' && <EditRun run={run} allTags={allTags} onClose={() => setDialog(null)} />}
      {dialog === 'relink' && <RelinkRun run={run} onClose={() => setDialog(null)} />}
    </>
  )
}
