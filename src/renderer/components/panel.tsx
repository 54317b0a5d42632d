import { Group, Paper, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import classes from './panel.module.css'

interface PanelProps {
  readonly title: string
  /** beside the title, at its end */
  readonly aside?: ReactNode
  readonly children: ReactNode
  /** none around what reaches to the edges, as tables do */
  readonly isFlush?: boolean
}

/** A part of a page with a title of its own. */
export function Panel({ title, aside, children, isFlush = false }: PanelProps) {
  const id = useId()
  return (
    <Paper component="section" className={classes.panel} aria-labelledby={id}>
      <Group justify="space-between" className={classes.head}>
        <Title order={2} id={id}>
          {title}
        </Title>
        {aside}
      </Group>
      <div className={isFlush ? classes.flush : classes.body}>{children}</div>
    </Paper>
  )
}
