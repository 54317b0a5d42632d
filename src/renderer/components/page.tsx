import { Anchor, Group, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { Link } from 'wouter'
import { useAddress } from '../data/hash-location.ts'
import { SHELL_TEXT } from '../text/shell.ts'
import classes from './page.module.css'

export interface Crumb {
  readonly label: string
  readonly to: string
}

interface PageProps {
  readonly title: string
  /** beside the title: a state, a size */
  readonly mark?: ReactNode
  /** the ways above, outermost first */
  readonly crumbs?: readonly Crumb[]
  /** one or two sentences: what is done here */
  readonly lead?: ReactNode
  /** the one primary action, and at most two more before it */
  readonly action?: ReactNode
  /** `fill`: as wide as the window and as high, for a table or a picture that scrolls by itself */
  readonly width?: 'text' | 'wide' | 'fill'
  /** rows of controls stand close above what they are for */
  readonly isTight?: boolean
  readonly children: ReactNode
}

/** Where a page was come to from: the first page shown leaves the focus where it is. */
let lastPath: string | null = null

/** The frame of every page: where one is, what it is, what to do. */
export function Page({ title, mark, crumbs = [], lead, action, width = 'wide', isTight = false, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const { path } = useAddress()

  useEffect(() => {
    document.title = `${title} · ${SHELL_TEXT.name}`
  }, [title])

  // a screen reader is told of the new page, and Tab goes on from its top
  useEffect(() => {
    if (lastPath !== null && lastPath !== path) heading.current?.focus()
    lastPath = path
  }, [path])

  return (
    <div className={classes.page} data-width={width} data-tight={isTight || undefined}>
      <header className={classes.header}>
        {crumbs.length > 0 && (
          <nav aria-label={SHELL_TEXT.breadcrumbs}>
            <ol className={classes.crumbs}>
              {crumbs.map(({ label, to }) => (
                <li key={to}>
                  <Anchor component={Link} href={to} size="sm">
                    {label}
                  </Anchor>
                </li>
              ))}
            </ol>
          </nav>
        )}
        <div className={classes.top}>
          <Group gap="sm" className={classes.titles}>
            <Title order={1} ref={heading} tabIndex={-1} className={classes.title}>
              {title}
            </Title>
            {mark}
          </Group>
          {action && <Group gap="sm">{action}</Group>}
        </div>
        {lead && (
          <Text c="dimmed" component="div" className={classes.lead}>
            {lead}
          </Text>
        )}
      </header>
      <div className={classes.content}>{children}</div>
    </div>
  )
}
