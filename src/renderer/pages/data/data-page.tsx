import { Button, Progress, Stack, Text } from '@mantine/core'
import { IconArrowRight, IconTable } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { TableView } from '../../../api/data-contract.ts'
import type { StudyView } from '../../../api/home-contract.ts'
import { Empty } from '../../components/empty.tsx'
import { Failed } from '../../components/failed.tsx'
import { Loading } from '../../components/loading.tsx'
import { Page } from '../../components/page.tsx'
import { useApi } from '../../data/api-context.ts'
import { useStudyDir } from '../../data/hash-location.ts'
import { routes } from '../../data/routes.ts'
import { useTable } from '../../data/use-table.ts'
import { formatFixed, formatShare } from '../../format/number.ts'
import { DATA_TEXT as TEXT } from '../../text/data.ts'
import classes from './data.module.css'
import { FrameBrowser } from './frame-browser.tsx'
import { InputsPanel, useChooseInputs } from './inputs-panel.tsx'
import { TableNotes } from './table-notes.tsx'

/** Every frame of the study, before anything is compared. */
export default function DataPage() {
  const studyDir = useStudyDir()
  const api = useApi()
  const { data: study, error, refetch } = useQuery(api.study.open.queryOptions({ input: { studyDir } }))
  if (error) {
    return (
      <Page title={TEXT.title}>
        <Failed title={TEXT.studyFailed} error={error} onRetry={() => void refetch()} />
      </Page>
    )
  }
  if (!study) {
    return (
      <Page title={TEXT.title}>
        <Loading />
      </Page>
    )
  }
  return study.inputs.tablePath === null ? <NoTable study={study} /> : <WithTable key={studyDir} study={study} />
}

function NoTable({ study }: { readonly study: StudyView }) {
  const { chooseTable } = useChooseInputs(study)
  return (
    <Page title={TEXT.title} lead={TEXT.lead}>
      <Empty
        icon={IconTable}
        title={TEXT.inputs.noTable}
        action={<Button onClick={chooseTable}>{TEXT.inputs.choose}</Button>}
      >
        {TEXT.inputs.noTableText}
      </Empty>
    </Page>
  )
}

function WithTable({ study }: { readonly study: StudyView }) {
  const { studyDir, inputs } = study
  const { state, retry } = useTable(studyDir, JSON.stringify(inputs))
  return (
    <Page
      title={TEXT.title}
      width="fill"
      mark={state.kind === 'ready' ? <Counts table={state.table} /> : undefined}
      action={
        state.kind === 'ready' && (
          <Button
            component={Link}
            href={routes.manifest(studyDir)}
            rightSection={<IconArrowRight size={16} aria-hidden />}
          >
            {TEXT.next}
          </Button>
        )
      }
      isTight
    >
      <InputsPanel study={study} />
      {state.kind === 'failed' && <Failed title={TEXT.failed} error={state.error} onRetry={retry} />}
      {state.kind === 'reading' && (
        <Stack gap="xs" className={classes.reading} role="status">
          <Text fw={600}>{TEXT.reading}</Text>
          <Progress.Root size="lg">
            <Progress.Section
              value={state.totalBytes === 0 ? 0 : (100 * state.readBytes) / state.totalBytes}
              aria-label={TEXT.reading}
            />
          </Progress.Root>
          <Text size="sm" c="dimmed" className="figures">
            {TEXT.readingText(
              state.rowCount,
              formatShare(state.totalBytes === 0 ? 0 : state.readBytes / state.totalBytes, 0),
            )}
          </Text>
        </Stack>
      )}
      {state.kind === 'ready' && (
        <>
          <TableNotes problems={state.table.problems} />
          <FrameBrowser studyDir={studyDir} table={state.table} />
        </>
      )}
    </Page>
  )
}

function Counts({ table }: { readonly table: TableView }) {
  const { rowCount, embryoCount, stageRangeHpf } = table
  return (
    <Text c="dimmed">
      {TEXT.counts(rowCount, embryoCount)}
      {stageRangeHpf && ` · ${TEXT.stages(formatFixed(stageRangeHpf[0], 1), formatFixed(stageRangeHpf[1], 1))}`}
    </Text>
  )
}
