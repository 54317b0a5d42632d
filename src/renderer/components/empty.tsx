import { Paper, Stack, Text, Title } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './empty.module.css'

interface EmptyProps {
  readonly icon: Icon
  /** what is not there: `No runs yet` */
  readonly title: string
  /** what comes here, and how */
  readonly children?: ReactNode
  readonly action?: ReactNode
}

/** Where nothing is yet: says what comes here and how. */
export function Empty({ icon: EmptyIcon, title, children, action }: EmptyProps) {
  return (
    <Paper className={classes.empty} p="xl">
      <Stack align="center" gap="sm">
        <span className={classes.icon}>
          <EmptyIcon size={28} stroke={1.6} aria-hidden />
        </span>
        <Title order={2}>{title}</Title>
        {children && (
          <Text component="div" c="dimmed" className={classes.text}>
            {children}
          </Text>
        )}
        {action}
      </Stack>
    </Paper>
  )
}
