import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Failed } from '../../components/failed.tsx'
import { Loading } from '../../components/loading.tsx'
import { Page } from '../../components/page.tsx'
import { useApi } from '../../data/api-context.ts'
import { ENGINES_TEXT as TEXT } from '../../text/engines.ts'
import { AutoChoice } from './auto-choice.tsx'
import { CudaPanel } from './cuda-panel.tsx'
import { EngineCard } from './engine-card.tsx'
import classes from './engines.module.css'
import { Machine } from './machine.tsx'
import { useEngineReports } from './use-engine-reports.ts'

/** What can solve pairs on this machine, how fast, and which of them a run takes. */
export default function EnginesPage() {
  const api = useApi()
  const names = useQuery(api.engines.names.queryOptions({ staleTime: Number.POSITIVE_INFINITY }))
  const reports = useEngineReports(names.data ?? [])
  const auto = useQuery(api.engines.auto.queryOptions({ staleTime: Number.POSITIVE_INFINITY }))
  const fastest = Math.max(0, ...reports.all.map(({ report }) => report?.pairsPerSec ?? 0))
  const isTesting = reports.all.some(({ isTesting: one }) => one)

  return (
    <Page
      title={TEXT.title}
      lead={TEXT.lead}
      width="text"
      action={
        <Button
          leftSection={<IconRefresh size={16} aria-hidden />}
          disabled={isTesting || reports.all.length === 0}
          onClick={reports.testAll}
        >
          {TEXT.testAll}
        </Button>
      }
    >
      <AutoChoice auto={auto} />
      {names.error ? (
        <Failed title={TEXT.failed} error={names.error} onRetry={() => names.refetch()} />
      ) : !names.data ? (
        <Loading />
      ) : (
        <ul className={classes.engines}>
          {reports.all.map((engine) => (
            <EngineCard
              key={engine.name}
              engine={engine}
              fastest={fastest}
              isAuto={auto.data?.name === engine.name}
              isBusy={isTesting && !engine.isTesting}
            />
          ))}
        </ul>
      )}
      <CudaPanel onChanged={() => void reports.test('tfjs')} />
      <Machine />
    </Page>
  )
}
