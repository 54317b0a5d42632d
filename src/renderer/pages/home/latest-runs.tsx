import { Anchor, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { RecentStudy } from '../../../api/home-contract.ts'
import { Panel } from '../../components/panel.tsx'
import { VirtualTable } from '../../components/virtual-table.tsx'
import { navigate } from '../../data/hash-location.ts'
import { routes } from '../../data/routes.ts'
import { HOME_TEXT as TEXT } from '../../text/home.ts'
import { runColumns } from '../runs/run-columns.tsx'
import { keyOfRun, runsOf } from '../runs/run-row.ts'

const SHOWN = 8
const COLUMNS = runColumns({ withStudy: true, isWide: false }).filter(({ key }) => key !== 'failed')

/** The runs that changed last, whatever their study. */
export function LatestRuns({ studies }: { readonly studies: readonly RecentStudy[] }) {
  const runs = runsOf(studies)
    .filter(({ archivedAt }) => archivedAt === null)
    .toSorted((one, other) => other.updatedAt.localeCompare(one.updatedAt))
    .slice(0, SHOWN)
  return (
    <Panel
      title={TEXT.runs}
      isFlush
      aside={
        <Anchor component={Link} href={routes.runs()}>
          {TEXT.allRuns}
        </Anchor>
      }
    >
      {runs.length === 0 ? (
        <Text c="dimmed" px="lg" pb="lg">
          {TEXT.noRuns}
        </Text>
      ) : (
        <VirtualTable
          label={TEXT.runs}
          columns={COLUMNS}
          rowCount={runs.length}
          rowAt={(index) => runs[index]}
          keyOf={keyOfRun}
          rowHeight={52}
          onOpen={(run) => navigate(routes.run(run.studyDir, run.runId))}
        />
      )}
    </Panel>
  )
}
