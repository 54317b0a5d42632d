import { Button, Select, SimpleGrid, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconListDetails, IconPlayerPlay, IconTable } from '@tabler/icons-react'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { Link } from 'wouter'
import type { StudyView } from '../../../api/home-contract.ts'
import type { RunPreset, RunSettings } from '../../../api/run-settings.ts'
import { Empty } from '../../components/empty.tsx'
import { Failed } from '../../components/failed.tsx'
import { Loading } from '../../components/loading.tsx'
import { Page } from '../../components/page.tsx'
import { Panel } from '../../components/panel.tsx'
import { usePathChooser } from '../../components/path-chooser.tsx'
import { useApi } from '../../data/api-context.ts'
import { navigate, useAddress, useStudyDir } from '../../data/hash-location.ts'
import { routes } from '../../data/routes.ts'
import { countOf } from '../../format/number.ts'
import { baseName } from '../../format/path.ts'
import { useCommands } from '../../shell/commands.ts'
import { NEW_RUN_TEXT as TEXT } from '../../text/new-run.ts'
import { CarriedOut } from './carried-out.tsx'
import { CommandPanel } from './command-panel.tsx'
import { EstimatePanel } from './estimate-panel.tsx'
import classes from './new-run.module.css'
import { PresetCards } from './preset-cards.tsx'
import { proposeRunId } from './propose-run-id.ts'
import { SettingsForm } from './settings-form.tsx'
import { LIKE_RUN, useDraft } from './use-draft.ts'

/** An estimate is begun, and the command asked for, once the settings have stood still for so long. */
const STILL_MS = 700

/** What a new run of the study is to be, what it would take, and Run. */
export default function NewRunPage() {
  const api = useApi()
  const studyDir = useStudyDir()
  const study = useQuery(api.study.open.queryOptions({ input: { studyDir } }))
  const { query } = useAddress()
  if (study.error) {
    return (
      <Page title={TEXT.title}>
        <Failed title={TEXT.readFailed} error={study.error} onRetry={() => void study.refetch()} />
      </Page>
    )
  }
  if (!study.data) {
    return (
      <Page title={TEXT.title}>
        <Loading />
      </Page>
    )
  }
  const asked = query.get('manifest')
  if (!study.data.inputs.tableFound) return <WithoutTable study={study.data} />
  if (asked === null && query.get('from') === null && study.data.manifests.length === 0) {
    return <WithoutManifest study={study.data} />
  }
  return <NewRun key={`${studyDir} ${query}`} study={study.data} asked={asked} like={query.get('from')} />
}

function WithoutTable({ study }: { readonly study: StudyView }) {
  return (
    <Page title={TEXT.title} crumbs={crumbsOf(study)}>
      <Empty
        icon={IconTable}
        title={TEXT.noTable}
        action={
          <Button component={Link} href={routes.data(study.studyDir)}>
            {TEXT.chooseTable}
          </Button>
        }
      >
        {TEXT.noTableText}
      </Empty>
    </Page>
  )
}

function WithoutManifest({ study }: { readonly study: StudyView }) {
  const choose = usePathChooser()
  const chooseFile = async () => {
    const path = await choose({ kind: 'file', title: TEXT.manifestDialog, extensions: ['csv'] })
    if (path !== null) navigate(routes.newRun(study.studyDir, path))
  }
  return (
    <Page title={TEXT.title} crumbs={crumbsOf(study)}>
      <Empty
        icon={IconListDetails}
        title={TEXT.noManifest}
        action={
          <>
            <Button component={Link} href={routes.manifest(study.studyDir)}>
              {TEXT.buildManifest}
            </Button>
            <Button variant="default" onClick={chooseFile}>
              {TEXT.otherManifest}
            </Button>
          </>
        }
      >
        {TEXT.noManifestText}
      </Empty>
    </Page>
  )
}

interface NewRunProps {
  readonly study: StudyView
  /** the manifest that the address names */
  readonly asked: string | null
  /** the run whose settings are begun from */
  readonly like: string | null
}

function NewRun({ study, asked, like }: NewRunProps) {
  const { studyDir } = study
  const api = useApi()
  const queries = useQueryClient()
  const draft = useDraft()
  const likeRun = useLikeRun(studyDir, like)
  const runs = useQuery(api.runs.list.queryOptions({ input: { studyDir } }))
  const known = new Set(runs.data?.map(({ runId }) => runId))
  const [chosen, setChosen] = useState(asked)
  const manifestPath = chosen ?? likeRun?.manifestPath ?? study.manifests[0]?.path ?? null
  const [typedId, setTypedId] = useState<string | null>(null)
  const runId = typedId ?? (manifestPath === null ? '' : proposeRunId(manifestPath, known))
  const settings = given(draft.settings)
  const [still] = useDebouncedValue(settings, STILL_MS)
  const complete = useQuery(
    api.runs.complete.queryOptions({ input: { settings }, placeholderData: keepPreviousData }),
  ).data

  const begin = useEffectEvent(() => likeRun && draft.choose(LIKE_RUN, likeRun.preset.settings))
  const isLikeRunRead = likeRun !== null
  useEffect(() => {
    if (isLikeRunRead) begin()
  }, [isLikeRunRead])

  const start = useMutation(
    api.runs.start.mutationOptions({
      onSuccess: (run) => {
        void queries.invalidateQueries({ queryKey: api.runs.key() })
        navigate(routes.run(run.studyDir, run.runId))
      },
    }),
  )
  const canRun = manifestPath !== null && runId.trim() !== '' && !start.isPending
  const run = () => {
    if (canRun) start.mutate({ studyDir, runId: runId.trim(), manifestPath, settings })
  }
  useCommands([{ id: 'run', label: TEXT.run, icon: IconPlayerPlay, keys: 'mod+Enter', run }])
  const refusal = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (start.error) refusal.current?.focus()
  }, [start.error])

  return (
    <Page
      title={TEXT.title}
      crumbs={crumbsOf(study)}
      lead={TEXT.lead}
      action={
        <Button
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          onClick={run}
          loading={start.isPending}
          disabled={!canRun}
        >
          {TEXT.run}
        </Button>
      }
    >
      {start.error && (
        <div ref={refusal} tabIndex={-1}>
          <Failed title={TEXT.refused} error={start.error} />
        </div>
      )}
      <div className={classes.columns}>
        <div className={classes.main}>
          <Panel title={TEXT.manifest}>
            <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
              <ManifestField study={study} value={manifestPath} onChange={setChosen} />
              <TextInput
                label={TEXT.runId}
                description={known.has(runId) ? TEXT.runExists : TEXT.runIdHint}
                value={runId}
                onChange={(event) => setTypedId(event.currentTarget.value)}
                required
                spellCheck={false}
              />
            </SimpleGrid>
          </Panel>
          <Panel title={TEXT.transport}>
            <PresetCards draft={draft} likeRun={likeRun?.preset ?? null} />
            <div style={{ marginTop: 'var(--mantine-spacing-lg)' }}>
              <SettingsForm draft={draft} complete={complete} />
            </div>
          </Panel>
          <Panel title={TEXT.carriedOut}>
            <CarriedOut draft={draft} complete={complete} />
          </Panel>
        </div>
        {manifestPath !== null && (
          <div className={classes.side}>
            <EstimatePanel studyDir={studyDir} manifestPath={manifestPath} settings={still} />
            {runId.trim() !== '' && (
              <CommandPanel studyDir={studyDir} runId={runId.trim()} manifestPath={manifestPath} settings={still} />
            )}
          </div>
        )}
      </div>
    </Page>
  )
}

interface ManifestFieldProps {
  readonly study: StudyView
  readonly value: string | null
  readonly onChange: (path: string) => void
}

const OTHER = ' other'

function ManifestField({ study, value, onChange }: ManifestFieldProps) {
  const choose = usePathChooser()
  const own = study.manifests.map(({ path, name, pairCount }) => ({
    value: path,
    label: TEXT.manifestOption(name, countOf(pairCount, 'pair')),
  }))
  const isOwn = value === null || own.some((option) => option.value === value)
  const chooseOther = async () => {
    const path = await choose({ kind: 'file', title: TEXT.manifestDialog, extensions: ['csv'] })
    if (path !== null) onChange(path)
  }
  return (
    <Select
      label={TEXT.manifest}
      description={TEXT.manifestHint}
      data={[
        ...own,
        ...(isOwn || value === null ? [] : [{ value, label: baseName(value) }]),
        { value: OTHER, label: TEXT.otherManifest },
      ]}
      value={value}
      onChange={(next) => (next === OTHER ? void chooseOther() : next !== null && onChange(next))}
      allowDeselect={false}
    />
  )
}

/** The run that this one is to be like. */
function useLikeRun(studyDir: string, runId: string | null) {
  const api = useApi()
  const { data } = useQuery(
    api.runs.settings.queryOptions({ input: { studyDir, runId: runId ?? '' }, enabled: runId !== null }),
  )
  if (runId === null || !data) return null
  const settings = Object.fromEntries(Object.entries(data.settings).filter(([, value]) => value !== null))
  const preset: RunPreset = { id: LIKE_RUN, name: TEXT.likeRun(runId), description: TEXT.likeRunText, settings }
  return { manifestPath: data.manifestPath, preset }
}

function given(settings: RunSettings): RunSettings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
}

function crumbsOf({ studyDir, name }: StudyView) {
  return [{ label: name, to: routes.studyRuns(studyDir) }]
}
