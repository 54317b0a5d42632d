import { Button } from '@mantine/core'
import { IconChartDots, IconPlayerPlay } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Link } from 'wouter'
import type { ExploreTableView } from '../../../api/explore-contract.ts'
import { Empty } from '../../components/empty.tsx'
import { Page } from '../../components/page.tsx'
import { QueryView } from '../../components/query-view.tsx'
import { useApi } from '../../data/api-context.ts'
import { useStudyDir } from '../../data/hash-location.ts'
import { routes } from '../../data/routes.ts'
import { baseName } from '../../format/path.ts'
import { EXPLORE_TEXT as TEXT } from '../../text/explore.ts'
import { Explorer } from './explorer.tsx'
import { pairColumns } from './pair-columns.ts'
import { useExploreState } from './use-explore-state.ts'

/** Metrics and features of the pairs of some runs: plots and table, linked. */
export default function ExplorePage() {
  const studyDir = useStudyDir()
  const api = useApi()
  const runs = useQuery(api.runs.list.queryOptions({ input: { studyDir } }))
  return (
    <Page
      title={TEXT.title}
      width="fill"
      isTight
      crumbs={[{ label: baseName(studyDir), to: routes.studyRuns(studyDir) }]}
    >
      <QueryView query={runs} failed={TEXT.runsFailed}>
        {(list) =>
          list.length === 0 ? (
            <Empty
              icon={IconPlayerPlay}
              title={TEXT.noRuns.title}
              action={
                <Button component={Link} href={routes.manifest(studyDir)}>
                  {TEXT.noRuns.action}
                </Button>
              }
            >
              {TEXT.noRuns.text}
            </Empty>
          ) : (
            <Pairs key={studyDir} studyDir={studyDir} runs={list.filter(({ archivedAt }) => archivedAt === null)} />
          )
        }
      </QueryView>
    </Page>
  )
}

interface RunName {
  readonly runId: string
  readonly title: string
}

function Pairs({ studyDir, runs }: { readonly studyDir: string; readonly runs: readonly RunName[] }) {
  const api = useApi()
  const { state, change } = useExploreState(studyDir)
  const newest = runs[0]?.runId
  const runIds = state.runIds.length > 0 ? state.runIds : newest === undefined ? [] : [newest]
  const table = useQuery(
    api.explore.table.queryOptions({ input: { studyDir, runIds: [...runIds] }, placeholderData: (last) => last }),
  )
  return (
    <QueryView query={table} failed={TEXT.failed} loading={TEXT.reading}>
      {(view) => <Read studyDir={studyDir} runs={runs} runIds={runIds} view={view} state={state} change={change} />}
    </QueryView>
  )
}

type ReadProps = Omit<Parameters<typeof Explorer>[0], 'pairs'> & { readonly view: ExploreTableView }

function Read({ view, ...props }: ReadProps) {
  const pairs = useMemo(() => pairColumns(view), [view])
  const [runId = ''] = props.runIds
  if (pairs.rowCount > 0) return <Explorer {...props} pairs={pairs} />
  return (
    <Empty
      icon={IconChartDots}
      title={TEXT.noPairs.title}
      action={
        <Button component={Link} href={routes.run(props.studyDir, runId)}>
          {TEXT.noPairs.action}
        </Button>
      }
    >
      {TEXT.noPairs.text}
    </Empty>
  )
}
