import { Button } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { Page } from '../../components/page.tsx'
import { QueryView } from '../../components/query-view.tsx'
import { useApi } from '../../data/api-context.ts'
import { useStudyDir } from '../../data/hash-location.ts'
import { routes } from '../../data/routes.ts'
import { baseName } from '../../format/path.ts'
import { RUNS_TEXT as TEXT } from '../../text/runs.ts'
import { SHELL_TEXT } from '../../text/shell.ts'
import { RunHistory } from './run-history.tsx'
import { rowsOf } from './run-row.ts'
import { untilAtRest } from './until-at-rest.ts'

/** The runs of the open study. */
export default function StudyRunsPage() {
  const api = useApi()
  const studyDir = useStudyDir()
  const runs = useQuery(
    api.runs.list.queryOptions({ input: { studyDir }, refetchInterval: ({ state }) => untilAtRest(state.data) }),
  )
  const begin = (
    <Button component={Link} href={routes.newRun(studyDir)} leftSection={<IconPlayerPlay size={16} aria-hidden />}>
      {TEXT.newRun}
    </Button>
  )
  return (
    <Page
      title={TEXT.studyTitle(baseName(studyDir))}
      crumbs={[{ label: SHELL_TEXT.home, to: routes.home() }]}
      action={begin}
      width="fill"
    >
      <QueryView query={runs} failed={TEXT.failed} loading={TEXT.loading}>
        {(list) => (
          <RunHistory
            runs={rowsOf(list)}
            withStudy={false}
            emptyText={TEXT.empty}
            emptyAction={
              <Button component={Link} href={routes.manifest(studyDir)} variant="default">
                {SHELL_TEXT.manifest}
              </Button>
            }
          />
        )}
      </QueryView>
    </Page>
  )
}
