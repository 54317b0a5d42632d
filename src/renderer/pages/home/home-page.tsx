import { Button } from '@mantine/core'
import { IconFolderOpen, IconFolderPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Page } from '../../components/page.tsx'
import { QueryView } from '../../components/query-view.tsx'
import { useApi } from '../../data/api-context.ts'
import { useStudyActions } from '../../data/use-study-actions.ts'
import { HOME_TEXT as TEXT } from '../../text/home.ts'
import { untilAtRest } from '../runs/until-at-rest.ts'
import { LatestRuns } from './latest-runs.tsx'
import { RecentStudies } from './recent-studies.tsx'
import { Welcome } from './welcome.tsx'

/** Where the window begins: studies and runs of before, or what to do first. */
export default function HomePage() {
  const api = useApi()
  const studies = useStudyActions()
  const recent = useQuery(
    api.home.recent.queryOptions({
      refetchInterval: ({ state }) => untilAtRest(state.data?.flatMap(({ runs }) => runs)),
    }),
  )
  const isEmpty = recent.data?.length === 0

  return (
    <Page
      title={TEXT.title}
      {...(isEmpty ? { lead: TEXT.leadEmpty } : {})}
      action={
        !isEmpty && (
          <>
            <Button
              variant="default"
              leftSection={<IconFolderPlus size={16} aria-hidden />}
              onClick={() => studies.make()}
            >
              {TEXT.make}
            </Button>
            <Button leftSection={<IconFolderOpen size={16} aria-hidden />} onClick={() => studies.chooseAndOpen()}>
              {TEXT.open}
            </Button>
          </>
        )
      }
    >
      <QueryView query={recent} failed={TEXT.failed} loading={TEXT.loading}>
        {(list) =>
          list.length === 0 ? (
            <Welcome />
          ) : (
            <>
              <RecentStudies studies={list} />
              <LatestRuns studies={list} />
            </>
          )
        }
      </QueryView>
    </Page>
  )
}
