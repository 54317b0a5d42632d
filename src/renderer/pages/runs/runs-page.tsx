import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { Page } from '../../components/page.tsx'
import { QueryView } from '../../components/query-view.tsx'
import { useApi } from '../../data/api-context.ts'
import { routes } from '../../data/routes.ts'
import { RUNS_TEXT as TEXT } from '../../text/runs.ts'
import { SHELL_TEXT } from '../../text/shell.ts'
import { RunHistory } from './run-history.tsx'
import { runsOf } from './run-row.ts'
import { untilAtRest } from './until-at-rest.ts'

/** Every run of every study that was opened here. */
export default function RunsPage() {
  const api = useApi()
  const recent = useQuery(
    api.home.recent.queryOptions({
      refetchInterval: ({ state }) => untilAtRest(state.data?.flatMap(({ runs }) => runs)),
    }),
  )
  return (
    <Page title={TEXT.title} lead={TEXT.lead} width="fill">
      <QueryView query={recent} failed={TEXT.failed} loading={TEXT.loading}>
        {(studies) => (
          <RunHistory
            runs={runsOf(studies)}
            withStudy
            emptyText={TEXT.emptyAll}
            emptyAction={
              <Button component={Link} href={routes.home()} variant="default">
                {SHELL_TEXT.home}
              </Button>
            }
          />
        )}
      </QueryView>
    </Page>
  )
}
