import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { IconAlertCircle, IconRefresh } from '@tabler/icons-react'
import { type Trouble, troubleOf } from '../data/problems-of.ts'
import { SHELL_TEXT } from '../text/shell.ts'
import { CopyButton } from './copy-button.tsx'
import classes from './failed.module.css'
import { ProblemList } from './problem-list.tsx'

interface FailedProps {
  /** what does not work: `The runs can’t be shown` */
  readonly title: string
  readonly error: unknown
  readonly onRetry?: () => void
  /** other ways out */
  readonly children?: React.ReactNode
}

/** Something that did not work: what, why, what to do, and again. */
export function Failed({ title, error, onRetry, children }: FailedProps) {
  const trouble = troubleOf(error)
  return (
    <Paper className={classes.failed} p="lg" role="alert">
      <Group align="flex-start" gap="md" wrap="nowrap">
        <IconAlertCircle size={24} className={classes.icon} aria-hidden />
        <Stack gap="sm" className={classes.body}>
          <Title order={2}>{title}</Title>
          <Why trouble={trouble} />
          <Group gap="sm">
            {onRetry && (
              <Button variant="default" leftSection={<IconRefresh size={16} aria-hidden />} onClick={onRetry}>
                {SHELL_TEXT.failed.retry}
              </Button>
            )}
            {trouble.kind === 'fault' && <CopyButton value={trouble.message} label={SHELL_TEXT.failed.copy} />}
            {children}
          </Group>
        </Stack>
      </Group>
    </Paper>
  )
}

function Why({ trouble }: { readonly trouble: Trouble }) {
  switch (trouble.kind) {
    case 'lost':
      return <Text>{SHELL_TEXT.lost.line}</Text>
    case 'refused':
      return <ProblemList problems={trouble.problems} />
    case 'fault':
      return (
        <>
          <Text>{SHELL_TEXT.failed.fault}</Text>
          <Text className={classes.message}>{trouble.message}</Text>
        </>
      )
  }
}
