import { Button, Code, Group, Stack, Text } from '@mantine/core'
import { IconFolderOpen } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { CellsView, RunDetails } from '../../../api/run-views.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { Panel } from '../../components/panel.tsx'
import { useDoor } from '../../door/door-context.ts'
import { countOf, formatPower } from '../../format/number.ts'
import { formatWhen } from '../../format/when.ts'
import { ENVIRONMENT_TEXT, PARAMETER_TEXT, VALUE_TEXT } from '../../text/parameters.ts'
import { RUN_TEXT as TEXT } from '../../text/run.ts'
import { LabelsForm } from './labels-form.tsx'
import classes from './run.module.css'

/** Everything that made the run, and what a person wrote on it. */
export function RecordPanel({ run }: { readonly run: RunDetails }) {
  return (
    <div className={classes.record}>
      <Panel title={TEXT.labels}>
        <LabelsForm key={`${run.studyDir} ${run.runId}`} run={run} />
      </Panel>
      <Panel title={TEXT.inputs}>
        <dl className={classes.rows}>
          <Input name={TEXT.table} path={run.tablePath} isMissing={run.missingInputs.includes('tablePath')} />
          <Input name={TEXT.manifest} path={run.manifestPath} isMissing={run.missingInputs.includes('manifestPath')} />
          {run.dataRoot !== null && (
            <Input name={TEXT.dataRoot} path={run.dataRoot} isMissing={run.missingInputs.includes('dataRoot')} />
          )}
          <Input name={TEXT.artifacts} path={run.artifactsDir} isMissing={false} />
        </dl>
        <Folder path={run.artifactsDir} />
      </Panel>
      <Panel title={TEXT.parameters}>
        <dl className={classes.rows}>
          <Cells cells={run.parameters} labelOf={parameterLabel} />
        </dl>
      </Panel>
      <Panel title={TEXT.environment}>
        <dl className={classes.rows}>
          <Row name={TEXT.runId}>{run.runId}</Row>
          <Row name={TEXT.created}>{formatWhen(run.createdAt)}</Row>
          <Row name={TEXT.updated}>{formatWhen(run.updatedAt)}</Row>
          <Row name={TEXT.solvedBy}>
            {Object.entries(run.solvedBy)
              .map(([engine, count]) => `${engine}: ${countOf(count, 'pair')}`)
              .join(', ')}
          </Row>
          <Row name={TEXT.owner}>{TEXT.ownerOf(run.owner.pid, run.owner.host)}</Row>
          <Cells cells={run.environment} labelOf={(name) => ENVIRONMENT_TEXT[name] ?? name} />
        </dl>
      </Panel>
      <Panel title={TEXT.command}>
        <Stack gap="sm" align="flex-start">
          <Code block className={classes.command}>
            {run.command}
          </Code>
          <CopyButton value={run.command} label={TEXT.copyCommand} />
        </Stack>
      </Panel>
    </div>
  )
}

function Folder({ path }: { readonly path: string }) {
  const { showInFolder } = useDoor()
  return (
    <Group mt="md" gap="sm">
      {showInFolder ? (
        <Button
          variant="default"
          leftSection={<IconFolderOpen size={16} aria-hidden />}
          onClick={() => void showInFolder(path)}
        >
          {TEXT.openFolder}
        </Button>
      ) : (
        <CopyButton value={path} label={TEXT.copyFolder} />
      )}
    </Group>
  )
}

function parameterLabel(name: string): string {
  const text = PARAMETER_TEXT[name]
  if (!text) return name
  return text.unit === undefined ? text.label : `${text.label} (${text.unit})`
}

interface CellsProps {
  readonly cells: CellsView
  readonly labelOf: (name: string) => string
}

/** What has no value says nothing. */
function Cells({ cells, labelOf }: CellsProps) {
  return Object.entries(cells).flatMap(([name, value]) =>
    value === null
      ? []
      : [
          <Row key={name} name={labelOf(name)}>
            {valueText(value)}
          </Row>,
        ],
  )
}

function valueText(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? TEXT.yes : TEXT.no
  if (typeof value === 'string') return VALUE_TEXT[value] ?? value
  // parameters are round figures, to be read as they were typed
  return value >= 1e-4 || value === 0 ? String(value) : formatPower(value)
}

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Input({
  name,
  path,
  isMissing,
}: {
  readonly name: string
  readonly path: string
  readonly isMissing: boolean
}) {
  return (
    <Row name={name}>
      {path}
      {isMissing && (
        <Text component="span" className={classes.missing}>
          {' '}
          ({TEXT.missing})
        </Text>
      )}
    </Row>
  )
}
