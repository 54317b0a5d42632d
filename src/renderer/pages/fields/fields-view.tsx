import { Select, Tabs } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Page } from '../../components/page.tsx'
import { useApi } from '../../data/api-context.ts'
import { routes } from '../../data/routes.ts'
import { BodyPanel } from '../../fields/body-panel.tsx'
import classes from '../../fields/fields.module.css'
import { changeView, useFieldsStore, useShownRefs, useView } from '../../fields/fields-store.ts'
import { MarksPanel } from '../../fields/marks-panel.tsx'
import { ModeSelect } from '../../fields/mode-select.tsx'
import { MorphPanel } from '../../fields/morph-panel.tsx'
import { PanelGrid } from '../../fields/panel-grid.tsx'
import { SidePanel } from '../../fields/side-panel.tsx'
import { Toolbar, useFieldsCommands, ViewTools } from '../../fields/toolbar.tsx'
import { useAlongBody } from '../../fields/use-along-body.ts'
import { usePanelFields } from '../../fields/use-panel-fields.ts'
import { usePreparedPanels } from '../../fields/use-prepared-panels.ts'
import { withPanels } from '../../fields/view-changes.ts'
import { baseName } from '../../format/path.ts'
import { FIELDS_TEXT as TEXT } from '../../text/fields.ts'
import { ExportMenu } from './export-menu.tsx'
import { useKeptView } from './last-view.ts'
import { MultiplesMenu } from './multiples-menu.tsx'
import { PanelChooser } from './panel-chooser.tsx'
import { useBrowsing } from './use-browsing.ts'
import { useShownRun } from './use-shown-run.ts'
import { ViewsMenu } from './views-menu.tsx'

/** The page of a view: its panels, what one can change about it, and what its marks say. */
export function FieldsView({ studyDir }: { readonly studyDir: string }) {
  useKeptView(studyDir)
  const refs = useShownRefs()
  const map = useView((view) => view.map)
  const states = usePanelFields(studyDir, refs, map)
  const fields = states.map(({ field }) => field)
  const prepared = usePreparedPanels(fields)
  const body = useAlongBody(studyDir)
  const run = useShownRun(studyDir, refs[0]?.runId ?? '')
  const browsing = useBrowsing(studyDir, run)
  useFieldsCommands(browsing)
  const [isChoosing, choosing] = useDisclosure(false)
  return (
    <Page
      title={TEXT.title}
      crumbs={[{ label: baseName(studyDir), to: routes.studyRuns(studyDir) }]}
      width="fill"
      isTight
      action={
        <>
          <ViewTools />
          <ViewsMenu studyDir={studyDir} />
          <ExportMenu studyDir={studyDir} />
        </>
      }
    >
      <Toolbar browsing={browsing} onChoose={choosing.open}>
        <RunSelect studyDir={studyDir} />
        <MultiplesMenu studyDir={studyDir} />
        <ModeSelect />
      </Toolbar>
      <div className={classes.main}>
        <PanelGrid states={states} prepared={prepared} />
        <SidePanel prepared={prepared} fields={fields} {...(body ? { sAt: body.sAt } : {})} />
      </div>
      <Tabs defaultValue="marks" keepMounted={false} className={classes.below}>
        <Tabs.List aria-label={TEXT.below}>
          <Tabs.Tab value="marks">{TEXT.tabs.marks}</Tabs.Tab>
          <Tabs.Tab value="body">{TEXT.tabs.body}</Tabs.Tab>
          <Tabs.Tab value="morph">{TEXT.tabs.morph}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="marks" pt="xs">
          <MarksPanel fields={fields} />
        </Tabs.Panel>
        <Tabs.Panel value="body" pt="xs">
          <BodyPanel studyDir={studyDir} body={body} />
        </Tabs.Panel>
        <Tabs.Panel value="morph" pt="xs">
          <MorphPanel studyDir={studyDir} prepared={prepared.panels} />
        </Tabs.Panel>
      </Tabs>
      {isChoosing && <PanelChooser studyDir={studyDir} run={run} onClose={choosing.close} />}
    </Page>
  )
}

/** The run that panels are of; another one shows its first pair. */
function RunSelect({ studyDir }: { readonly studyDir: string }) {
  const api = useApi()
  const store = useFieldsStore()
  const runId = useView((view) => view.panels[0]?.ref.runId ?? '')
  const { data: runs = [] } = useQuery(api.runs.list.queryOptions({ input: { studyDir } }))
  const solved = runs.filter(({ counts }) => counts.ok + counts.unconverged > 0)
  if (solved.length < 2) return null
  return (
    <Select
      aria-label={TEXT.run}
      size="xs"
      w={160}
      data={solved.map((run) => ({ value: run.runId, label: run.title }))}
      value={runId}
      allowDeselect={false}
      onChange={(value) => {
        if (value === null || value === runId) return
        changeView(store, (view) =>
          withPanels(
            view,
            view.panels.map(({ ref }) => ({ ...ref, runId: value })),
          ),
        )
      }}
    />
  )
}
