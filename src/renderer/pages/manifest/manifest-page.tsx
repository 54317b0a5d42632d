import { Button, Menu, Tabs, TextInput } from '@mantine/core'
import { IconArrowRight, IconChevronDown, IconTable } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { Link } from 'wouter'
import type { TableView } from '../../../api/data-contract.ts'
import type { StudyView } from '../../../api/home-contract.ts'
import type { ProblemView } from '../../../api/procedure.ts'
import { confirm } from '../../components/confirm.tsx'
import { Empty } from '../../components/empty.tsx'
import { Failed } from '../../components/failed.tsx'
import { Loading } from '../../components/loading.tsx'
import { notifyFailed } from '../../components/notify.ts'
import { Page } from '../../components/page.tsx'
import { usePathChooser } from '../../components/path-chooser.tsx'
import { ProblemList } from '../../components/problem-list.tsx'
import { useApi } from '../../data/api-context.ts'
import { navigate, useAddress, useStudyDir } from '../../data/hash-location.ts'
import { routes } from '../../data/routes.ts'
import { useTable } from '../../data/use-table.ts'
import { baseName } from '../../format/path.ts'
import { MANIFEST_TEXT as TEXT } from '../../text/manifest.ts'
import { DesignGrid } from './design-grid.tsx'
import { draftPairs, useDraft } from './draft-store.ts'
import { firstForm, type IntentForm, intentOf } from './intent.ts'
import { IntentPanel } from './intent-panel.tsx'
import { LeftOutList } from './left-out.tsx'
import classes from './manifest.module.css'
import { PairsView } from './pairs-view.tsx'
import { useManifestFiles } from './use-manifest-files.ts'

/** Which frames are compared with which. */
export default function ManifestPage() {
  const studyDir = useStudyDir()
  const api = useApi()
  const { data: study, error, refetch } = useQuery(api.study.open.queryOptions({ input: { studyDir } }))
  if (study && study.inputs.tablePath !== null) return <WithTable key={studyDir} study={study} />
  return (
    <Page title={TEXT.title} lead={TEXT.lead}>
      {error ? (
        <Failed title={TEXT.failed} error={error} onRetry={() => void refetch()} />
      ) : study ? (
        <Empty
          icon={IconTable}
          title={TEXT.noTable}
          action={
            <Button component={Link} href={routes.data(studyDir)}>
              {TEXT.toData}
            </Button>
          }
        >
          {TEXT.noTableText}
        </Empty>
      ) : (
        <Loading />
      )}
    </Page>
  )
}

function WithTable({ study }: { readonly study: StudyView }) {
  const { state, retry } = useTable(study.studyDir, JSON.stringify(study.inputs))
  if (state.kind === 'ready') return <Builder study={study} table={state.table} />
  return (
    <Page title={TEXT.title} lead={TEXT.lead}>
      {state.kind === 'failed' ? <Failed title={TEXT.failed} error={state.error} onRetry={retry} /> : <Loading />}
    </Page>
  )
}

const FORMS = new Map<string, IntentForm>()

function Builder({ study, table }: { readonly study: StudyView; readonly table: TableView }) {
  const { studyDir, manifests } = study
  const api = useApi()
  const { query } = useAddress()
  const editing = useDraft(studyDir)
  const { draft, change, canUndo } = editing
  const files = useManifestFiles(studyDir, change)
  // what was asked for outlives a look at another page
  const [form, setFormState] = useState<IntentForm>(() => FORMS.get(studyDir) ?? firstForm(table.columns))
  const [name, setName] = useState(() => freeName(manifests.map((one) => one.name)))
  const [fileProblems, setFileProblems] = useState<readonly ProblemView[]>([])
  const setForm = (next: IntentForm) => {
    FORMS.set(studyDir, next)
    setFormState(next)
  }

  const build = useMutation({
    mutationFn: async () => {
      const result = intentOf(form)
      if ('problem' in result) return
      const built = await api.manifest.build.call({ studyDir, intent: result.intent })
      const leftOut = { rows: built.leftOut, excluded: built.excluded, notes: built.notes }
      change(() => ({ pairs: draftPairs(built.pairs), leftOut }))
      setFileProblems([])
    },
    onError: (error) => notifyFailed(TEXT.intent.buildFailed, error),
  })
  const startBuild = async () => {
    if (draft.pairs.length > 0 && canUndo && !(await confirm({ ...TEXT.intent.replaces }))) return
    build.mutate()
  }

  const openFile = async (path: string) => {
    const problems = await files.open(path)
    if (problems === null) return
    setFileProblems(problems)
    setName(baseName(path).replace(/\.csv$/i, ''))
  }
  const dropped = query.get('path')
  const openDropped = useEffectEvent((path: string) => {
    navigate(routes.manifest(studyDir), { replace: true })
    void openFile(path)
  })
  useEffect(() => {
    if (dropped !== null) openDropped(dropped)
  }, [dropped])

  const fileName = `${name.trim().replace(/\.csv$/i, '')}.csv`
  const isTaken = manifests.some(
    (one) => `${one.name.replace(/\.csv$/i, '')}.csv`.toLowerCase() === fileName.toLowerCase(),
  )
  const save = () => files.save(name.trim(), draft, isTaken)
  const continueToRun = async () => {
    const path = await save()
    if (path !== null) navigate(routes.newRun(studyDir, path))
  }
  const isEmpty = draft.pairs.length === 0 || name.trim() === ''

  return (
    <Page
      title={TEXT.title}
      width="fill"
      isTight
      action={
        <>
          <OpenMenu study={study} onOpen={openFile} />
          <TextInput
            aria-label={TEXT.name}
            title={TEXT.nameHint(`manifests/${fileName}`)}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            className={classes.name}
            spellCheck={false}
          />
          <Button variant="default" disabled={isEmpty} onClick={() => void save()}>
            {TEXT.save}
          </Button>
          <Button
            disabled={isEmpty}
            rightSection={<IconArrowRight size={16} aria-hidden />}
            onClick={() => void continueToRun()}
          >
            {TEXT.next}
          </Button>
        </>
      }
    >
      <div className={classes.builder}>
        <IntentPanel
          studyDir={studyDir}
          table={table}
          form={form}
          onForm={setForm}
          onBuild={startBuild}
          isBuilding={build.isPending}
          isBuilt={draft.pairs.length > 0}
        />
        <Tabs defaultValue="pairs" className={classes.tabs} keepMounted={false}>
          <Tabs.List aria-label={TEXT.tabs.label}>
            <Tabs.Tab value="pairs">
              {TEXT.tabs.pairs}
              {draft.pairs.length > 0 && ` (${draft.pairs.length})`}
            </Tabs.Tab>
            <Tabs.Tab value="design">{TEXT.tabs.design}</Tabs.Tab>
            <Tabs.Tab value="left-out" disabled={draft.pairs.length === 0 && draft.leftOut === null}>
              {TEXT.tabs.leftOut}
              {draft.leftOut && ` (${total(draft.leftOut.rows)})`}
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="pairs" className={classes.tab}>
            {fileProblems.length > 0 && (
              <details>
                <summary>{TEXT.open.problems(fileProblems.length)}</summary>
                <ProblemList problems={fileProblems} />
              </details>
            )}
            <PairsView studyDir={studyDir} editing={editing} groupColumn={form.groupColumn} />
          </Tabs.Panel>
          <Tabs.Panel value="design" className={classes.tab}>
            <DesignGrid studyDir={studyDir} table={table} form={form} />
          </Tabs.Panel>
          <Tabs.Panel value="left-out" className={classes.tab}>
            <LeftOutList leftOut={draft.leftOut} />
          </Tabs.Panel>
        </Tabs>
      </div>
    </Page>
  )
}

/** A manifest from a file: any, or one of the study's own. */
function OpenMenu({ study, onOpen }: { readonly study: StudyView; readonly onOpen: (path: string) => void }) {
  const choose = usePathChooser()
  const browse = async () => {
    const path = await choose({
      kind: 'file',
      title: TEXT.open.dialog,
      extensions: ['csv'],
      startDir: study.studyDir,
    })
    if (path !== null) onOpen(path)
  }
  if (study.manifests.length === 0) {
    return (
      <Button variant="default" onClick={browse}>
        {TEXT.open.button}
      </Button>
    )
  }
  return (
    <Menu position="bottom-end" withinPortal withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
          {TEXT.open.button}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{TEXT.open.saved}</Menu.Label>
        {study.manifests.map(({ name, path, pairCount }) => (
          <Menu.Item key={path} onClick={() => onOpen(path)}>
            {name} ({TEXT.count(pairCount)})
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={browse}>{TEXT.open.button}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function total(rows: Readonly<Record<string, number>>): number {
  return Object.values(rows).reduce((sum, count) => sum + count, 0)
}

/** `manifest`, or the first `manifest-2` that is not taken. */
function freeName(taken: readonly string[]): string {
  const names = new Set(taken.map((name) => name.replace(/\.csv$/i, '').toLowerCase()))
  for (let n = 1; ; n++) {
    const name = n === 1 ? 'manifest' : `manifest-${n}`
    if (!names.has(name)) return name
  }
}
