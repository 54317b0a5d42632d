import { AppShell, Burger, Group, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Suspense, useEffect } from 'react'
import { Route, Switch } from 'wouter'
import { Loading } from '../components/loading.tsx'
import { useAddress } from '../data/hash-location.ts'
import { useStudyActions } from '../data/use-study-actions.ts'
import { useDoor } from '../door/door-context.ts'
import { loadPages, PAGES } from '../pages/pages.ts'
import { SHELL_TEXT } from '../text/shell.ts'
import { Brand } from './brand.tsx'
import { ConnectionNote } from './connection-note.tsx'
import { DropTarget } from './drop-target.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { NewStudyDialog } from './new-study-dialog.tsx'
import { NotFound } from './not-found.tsx'
import { Palette } from './palette.tsx'
import { Rail } from './rail.tsx'
import { RunNotices } from './run-notices.tsx'
import classes from './shell.module.css'
import { ShortcutSheet } from './shortcut-sheet.tsx'
import { WindowCommands } from './window-commands.tsx'

const RAIL_WIDTH = '15rem'
const TOP_HEIGHT = '3.25rem'
/** narrower windows, and zoomed ones, have the rail behind a button */
const RAIL_FROM = 'md'

/** The window: the rail, the page, and what lies over them. */
export function Shell() {
  const { path } = useAddress()
  const [isRailOpen, rail] = useDisclosure(false)
  const door = useDoor()
  const { open } = useStudyActions()
  // a page must open when the service that it came from is gone
  useEffect(() => {
    const idle = requestIdleCallback(loadPages)
    return () => cancelIdleCallback(idle)
  }, [])
  useEffect(() => door.onOpenStudy?.((studyDir) => void open(studyDir)), [door, open])

  return (
    <>
      {/* a link's address would be taken by the router */}
      <UnstyledButton className={classes.skip} onClick={skipToPage}>
        {SHELL_TEXT.skip}
      </UnstyledButton>
      <AppShell
        layout="alt"
        navbar={{ width: RAIL_WIDTH, breakpoint: RAIL_FROM, collapsed: { mobile: !isRailOpen } }}
        header={{ height: { base: TOP_HEIGHT, [RAIL_FROM]: 0 } }}
        transitionDuration={0}
        className={classes.shell}
      >
        <AppShell.Header hiddenFrom={RAIL_FROM} className={classes.top}>
          <Group gap="sm" h="100%" px="md">
            <Burger
              opened={isRailOpen}
              onClick={rail.toggle}
              size="sm"
              aria-label={isRailOpen ? SHELL_TEXT.closeRail : SHELL_TEXT.openRail}
            />
            <Brand />
          </Group>
        </AppShell.Header>
        <AppShell.Navbar className={classes.rail} aria-label={SHELL_TEXT.railLabel} data-open={isRailOpen || undefined}>
          <Burger
            opened
            onClick={rail.close}
            size="sm"
            hiddenFrom={RAIL_FROM}
            className={classes.close}
            aria-label={SHELL_TEXT.closeRail}
          />
          <Rail onFollow={rail.close} />
        </AppShell.Navbar>
        <AppShell.Main id="main" tabIndex={-1} className={classes.main}>
          <ConnectionNote />
          <ErrorBoundary address={path}>
            <Suspense fallback={<PageLoading />}>
              <Switch>
                {PAGES.map((entry) => (
                  <Route key={entry.path} path={entry.path} component={entry.Page} />
                ))}
                <Route component={NotFound} />
              </Switch>
            </Suspense>
          </ErrorBoundary>
        </AppShell.Main>
      </AppShell>
      <WindowCommands />
      <Palette />
      <ShortcutSheet />
      <NewStudyDialog />
      <DropTarget />
      <RunNotices />
    </>
  )
}

function PageLoading() {
  return (
    <div className={classes.loading}>
      <Loading />
    </div>
  )
}

function skipToPage(): void {
  document.getElementById('main')?.focus()
}
