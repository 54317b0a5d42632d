import { ActionIcon, Group, Kbd, Text, Tooltip, UnstyledButton } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import { IconKeyboard, IconSearch } from '@tabler/icons-react'
import { Link } from 'wouter'
import { useAddress } from '../data/hash-location.ts'
import { useOpenStudy } from '../data/open-study.ts'
import { baseName } from '../format/path.ts'
import { PAGES, type RailLink } from '../pages/pages.ts'
import { SHELL_TEXT } from '../text/shell.ts'
import { Brand } from './brand.tsx'
import { ColourScheme } from './colour-scheme.tsx'
import { keyNames } from './key-names.ts'
import classes from './rail.module.css'
import { showShortcuts } from './shortcut-sheet.tsx'

/** The way to every page, at the left. */
export function Rail({ onFollow }: { readonly onFollow: () => void }) {
  const studyDir = useOpenStudy()
  const links = PAGES.flatMap(({ rail }) => (rail ? [rail] : []))
  const always = links.filter(({ href }) => href.kind === 'always')
  const ofStudy = links.filter(({ href }) => href.kind === 'study')
  const [home, ...others] = always
  const list = (some: readonly RailLink[]) => (
    <ul className={classes.list}>
      {some.map((link) => (
        <RailItem key={link.label} link={link} studyDir={studyDir} onFollow={onFollow} />
      ))}
    </ul>
  )

  return (
    <div className={classes.rail}>
      <Link href="/" className={classes.brand} aria-label={`${SHELL_TEXT.name}: ${SHELL_TEXT.home}`}>
        <Brand />
      </Link>
      <UnstyledButton
        className={classes.search}
        onClick={spotlight.open}
        aria-haspopup="dialog"
        aria-label={SHELL_TEXT.search}
      >
        <IconSearch size={16} aria-hidden />
        <span>{SHELL_TEXT.searchShort}</span>
        <span className={classes.keys} aria-hidden>
          {keyNames('mod+K').map((name) => (
            <Kbd key={name} size="xs">
              {name}
            </Kbd>
          ))}
        </span>
      </UnstyledButton>
      <div className={classes.links}>
        {home && list([home])}
        {studyDir !== null && ofStudy.length > 0 && (
          <section className={classes.study} aria-label={SHELL_TEXT.studyGroup(baseName(studyDir))}>
            <Text className={classes.studyName} title={studyDir}>
              {baseName(studyDir)}
            </Text>
            {list(ofStudy)}
          </section>
        )}
        {list(others)}
      </div>
      <Group gap="xs" className={classes.foot}>
        <ColourScheme />
        <Tooltip label={SHELL_TEXT.shortcuts}>
          <ActionIcon
            variant="subtle"
            color="gray"
            c="dimmed"
            size="lg"
            onClick={showShortcuts}
            aria-label={SHELL_TEXT.shortcuts}
          >
            <IconKeyboard size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
    </div>
  )
}

interface RailItemProps {
  readonly link: RailLink
  readonly studyDir: string | null
  readonly onFollow: () => void
}

function RailItem({ link, studyDir, onFollow }: RailItemProps) {
  const { path } = useAddress()
  const to = link.href.kind === 'always' ? link.href.to : studyDir === null ? null : link.href.to(studyDir)
  if (to === null) return null
  // a run's page lies under the study's runs
  const isHere = path === to || (to !== '/' && path.startsWith(`${to}/`))
  return (
    <li>
      <Link href={to} className={classes.link} onClick={onFollow} {...(isHere ? { 'aria-current': 'page' } : {})}>
        <link.icon size={18} stroke={1.7} aria-hidden />
        {link.label}
      </Link>
    </li>
  )
}
