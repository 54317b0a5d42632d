import { Kbd } from '@mantine/core'
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight'
import { IconFolderOpen, IconListDetails, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../data/api-context.ts'
import { navigate } from '../data/hash-location.ts'
import { useOpenStudy } from '../data/open-study.ts'
import { routes } from '../data/routes.ts'
import { useStudyActions } from '../data/use-study-actions.ts'
import { baseName } from '../format/path.ts'
import { PAGES } from '../pages/pages.ts'
import { SHELL_TEXT, PALETTE_TEXT as TEXT } from '../text/shell.ts'
import { useRegisteredCommands } from './commands.ts'
import { keyNames } from './key-names.ts'

/** How many are offered before something is typed narrows them. */
const LIMIT = 40

/** Everything that one can go to or do, by its name. */
export function Palette() {
  return (
    <Spotlight
      actions={usePaletteActions()}
      shortcut={null}
      attributes={{ content: { 'aria-label': SHELL_TEXT.search } }}
      nothingFound={TEXT.nothing}
      highlightQuery
      scrollable
      maxHeight="60vh"
      limit={LIMIT}
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: TEXT.placeholder,
        'aria-label': SHELL_TEXT.search,
      }}
    />
  )
}

function usePaletteActions(): SpotlightActionGroupData[] {
  const api = useApi()
  const studyDir = useOpenStudy()
  const actions = useStudyActions()
  const commands = useRegisteredCommands()
  const recent = useQuery(api.home.recent.queryOptions()).data ?? []

  const pages = PAGES.flatMap(({ rail }): SpotlightActionData[] => {
    if (!rail) return []
    const { href, icon: PageIcon, label } = rail
    const to = href.kind === 'always' ? href.to : studyDir === null ? null : href.to(studyDir)
    if (to === null) return []
    return [
      {
        id: `page ${to}`,
        label,
        ...(href.kind === 'study' && studyDir !== null ? { description: baseName(studyDir) } : {}),
        leftSection: <PageIcon size={18} aria-hidden />,
        onClick: () => navigate(to),
      },
    ]
  })
  const studies = recent
    .filter(({ state }) => state === 'here')
    .map(
      (study): SpotlightActionData => ({
        id: `study ${study.studyDir}`,
        label: study.name,
        description: study.studyDir,
        leftSection: <IconFolderOpen size={18} aria-hidden />,
        onClick: () => void actions.open(study.studyDir),
      }),
    )
  const runs = recent.flatMap((study) =>
    study.runs.map(
      (run): SpotlightActionData => ({
        id: `run ${study.studyDir} ${run.runId}`,
        label: run.title,
        description: study.name,
        keywords: [run.runId, ...run.tags],
        leftSection: <IconListDetails size={18} aria-hidden />,
        onClick: () => navigate(routes.run(study.studyDir, run.runId)),
      }),
    ),
  )
  const doable = commands.map(
    ({ command: { id, label, icon: CommandIcon, keys, run } }): SpotlightActionData => ({
      id: `command ${id}`,
      label,
      leftSection: CommandIcon ? <CommandIcon size={18} aria-hidden /> : null,
      rightSection: keys ? (
        <span aria-hidden>
          {keyNames(keys).map((name) => (
            <Kbd key={name} size="xs" ml={4}>
              {name}
            </Kbd>
          ))}
        </span>
      ) : null,
      onClick: run,
    }),
  )
  return [
    { group: TEXT.pages, actions: pages },
    { group: TEXT.actions, actions: doable },
    { group: TEXT.studies, actions: studies },
    { group: TEXT.runs, actions: runs },
  ].filter((group) => group.actions.length > 0)
}
