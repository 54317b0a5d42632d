import { Button, Switch } from '@mantine/core'
import { IconArrowsDiff, IconEqual } from '@tabler/icons-react'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { Empty } from '../../components/empty.tsx'
import { Failed } from '../../components/failed.tsx'
import { Loading } from '../../components/loading.tsx'
import { Page } from '../../components/page.tsx'
import { useApi } from '../../data/api-context.ts'
import { useAddress } from '../../data/hash-location.ts'
import { comparedRuns, type RunRef, routes } from '../../data/routes.ts'
import { formatCount } from '../../format/number.ts'
import { RUNS_TEXT, COMPARE_TEXT as TEXT } from '../../text/runs.ts'
import classes from './compare.module.css'
import { CompareTable } from './compare-table.tsx'

/** Runs side by side: what made them, and what came of it, where it differs. */
export default function ComparePage() {
  const runs = comparedRuns(useAddress().query)
  return (
    <Page title={TEXT.title} lead={TEXT.lead} crumbs={[{ label: RUNS_TEXT.title, to: routes.runs() }]}>
      {runs.length < 2 ? (
        <Empty
          icon={IconArrowsDiff}
          title={TEXT.few.title}
          action={
            <Button component={Link} href={routes.runs()}>
              {TEXT.few.action}
            </Button>
          }
        >
          {TEXT.few.text}
        </Empty>
      ) : (
        <Comparison runs={runs} />
      )}
    </Page>
  )
}

function Comparison({ runs }: { readonly runs: readonly RunRef[] }) {
  const api = useApi()
  const [onlyDifferent, setOnlyDifferent] = useState(true)
  const [baseline, setBaseline] = useState(0)
  const rows = useQuery(api.runs.compare.queryOptions({ input: { runs: [...runs] } }))
  const titles = useQueries({
    queries: runs.map(({ studyDir, runId }) => api.runs.show.queryOptions({ input: { studyDir, runId } })),
    combine: (shown) => runs.map((run, index) => ({ ...run, title: shown[index]?.data?.title ?? run.runId })),
  })
  if (rows.error) return <Failed title={TEXT.failed} error={rows.error} onRetry={() => rows.refetch()} />
  if (!rows.data) return <Loading />
  const shown = onlyDifferent ? rows.data.filter(({ differs }) => differs) : rows.data
  const same = rows.data.filter(({ differs }) => !differs).length
  return (
    <>
      <div className={classes.bar}>
        <Switch
          label={TEXT.onlyDifferent}
          checked={onlyDifferent}
          onChange={(event) => setOnlyDifferent(event.currentTarget.checked)}
        />
        {onlyDifferent && same > 0 && <span className={classes.quiet}>{TEXT.same(formatCount(same))}</span>}
      </div>
      {shown.length === 0 ? (
        <Empty icon={IconEqual} title={TEXT.allSame.title}>
          {TEXT.allSame.text}
        </Empty>
      ) : (
        <CompareTable runs={titles} rows={shown} baseline={baseline} onBaseline={setBaseline} />
      )}
    </>
  )
}
