import { Code, Stack } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { RunSettings } from '../../../api/run-settings.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { Panel } from '../../components/panel.tsx'
import { useApi } from '../../data/api-context.ts'
import { NEW_RUN_TEXT as TEXT } from '../../text/new-run.ts'
import classes from './new-run.module.css'

interface CommandPanelProps {
  readonly studyDir: string
  readonly runId: string
  readonly manifestPath: string
  readonly settings: RunSettings
}

/** The command line that does the same, to be copied. */
export function CommandPanel(input: CommandPanelProps) {
  const api = useApi()
  const command = useQuery(api.runs.command.queryOptions({ input, placeholderData: keepPreviousData }))
  if (command.data === undefined) return null
  return (
    <Panel title={TEXT.command}>
      <Stack gap="sm" align="flex-start">
        <Code block className={classes.command}>
          {command.data}
        </Code>
        <CopyButton value={command.data} label={TEXT.copyCommand} />
      </Stack>
    </Panel>
  )
}
