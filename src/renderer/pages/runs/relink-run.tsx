import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { RunDetails } from '../../../api/run-views.ts'
import { Failed } from '../../components/failed.tsx'
import { Loading } from '../../components/loading.tsx'
import { notifyDone } from '../../components/notify.ts'
import { PathField } from '../../components/path-field.tsx'
import { useApi } from '../../data/api-context.ts'
import { RUNS_TEXT as TEXT } from '../../text/runs.ts'
import { SHELL_TEXT } from '../../text/shell.ts'
import type { RunRow } from './run-row.ts'

interface RelinkRunProps {
  readonly run: RunRow
  readonly onClose: () => void
}

/** Asks where the files that a run was made from are now. */
export function RelinkRun({ run, onClose }: RelinkRunProps) {
  const api = useApi()
  const details = useQuery(api.runs.show.queryOptions({ input: { studyDir: run.studyDir, runId: run.runId } }))
  return (
    <Modal opened onClose={onClose} title={TEXT.relink.dialog} size="lg">
      {details.error ? (
        <Failed title={TEXT.failures.relink} error={details.error} onRetry={() => details.refetch()} />
      ) : details.data ? (
        <Inputs run={details.data} onClose={onClose} />
      ) : (
        <Loading rows={3} />
      )}
    </Modal>
  )
}

const FIELDS = ['tablePath', 'manifestPath', 'dataRoot'] as const

function Inputs({ run, onClose }: { readonly run: RunDetails; readonly onClose: () => void }) {
  const api = useApi()
  const queries = useQueryClient()
  const [paths, setPaths] = useState({
    tablePath: run.tablePath,
    manifestPath: run.manifestPath,
    dataRoot: run.dataRoot ?? '',
  })
  const relink = useMutation(
    api.runs.relink.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries({ queryKey: api.runs.key() })
        notifyDone(TEXT.done.relinked)
        onClose()
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { tablePath, manifestPath, dataRoot } = paths
    relink.mutate({ studyDir: run.studyDir, runId: run.runId, tablePath, manifestPath, dataRoot: dataRoot || null })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text c="dimmed">{run.missingInputs.length === 0 ? TEXT.relink.allThere : TEXT.relink.lead}</Text>
        {FIELDS.map((field) => (
          <PathField
            key={field}
            label={TEXT.relink[field]}
            value={paths[field]}
            onChange={(path) => setPaths((before) => ({ ...before, [field]: path }))}
            request={
              field === 'dataRoot'
                ? { kind: 'folder', title: TEXT.relink[field] }
                : { kind: 'file', title: TEXT.relink[field], extensions: ['csv', 'tsv', 'parquet'] }
            }
            {...(isMissing(run, field) && paths[field] === run[field] ? { error: TEXT.relink.missing } : {})}
            required={field !== 'dataRoot'}
          />
        ))}
        {relink.error && <Failed title={TEXT.failures.relink} error={relink.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {SHELL_TEXT.cancel}
          </Button>
          <Button type="submit" loading={relink.isPending}>
            {TEXT.relink.save}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function isMissing({ missingInputs }: RunDetails, field: (typeof FIELDS)[number]): boolean {
  return missingInputs.includes(field)
}
