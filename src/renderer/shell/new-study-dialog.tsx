import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useEffectEvent, useState } from 'react'
import { Failed } from '../components/failed.tsx'
import { PathField } from '../components/path-field.tsx'
import { useApi } from '../data/api-context.ts'
import { navigate } from '../data/hash-location.ts'
import { homeOfStudy } from '../data/use-study-actions.ts'
import { NEW_STUDY_TEXT as TEXT } from '../text/files.ts'
import { SHELL_TEXT } from '../text/shell.ts'
import { type StudyDraft, stopAskingForStudy, useAskedStudy } from './new-study-store.ts'
import { suggestStudy } from './suggest-study.ts'

/** Asks for what a new study needs. */
export function NewStudyDialog() {
  const { draft } = useAskedStudy()
  return draft && <Asking key={JSON.stringify(draft)} draft={draft} />
}

function Asking({ draft }: { readonly draft: StudyDraft }) {
  const api = useApi()
  const queries = useQueryClient()
  const [tablePath, setTablePath] = useState(draft.tablePath ?? '')
  const [dataRoot, setDataRoot] = useState(draft.dataRoot ?? '')
  const [studyDir, setStudyDir] = useState(draft.studyDir ?? '')
  const make = useMutation(
    api.study.create.mutationOptions({
      onSuccess: (study) => {
        stopAskingForStudy()
        void queries.invalidateQueries()
        navigate(homeOfStudy(study))
      },
    }),
  )

  // what a person has put in stays
  const suggest = useEffectEvent(async (path: string) => {
    const suggested = await suggestStudy(api, path)
    setStudyDir((current) => current || (suggested.studyDir ?? ''))
    setDataRoot((current) => current || (suggested.dataRoot ?? ''))
  })
  useEffect(() => {
    if (looksWhole(tablePath)) void suggest(tablePath)
  }, [tablePath])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate({ studyDir, ...(tablePath ? { tablePath } : {}), ...(dataRoot ? { dataRoot } : {}) })
  }

  return (
    <Modal opened onClose={stopAskingForStudy} title={TEXT.title} size="lg">
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text c="dimmed">{TEXT.lead}</Text>
          <PathField
            label={TEXT.table}
            description={TEXT.tableHint}
            value={tablePath}
            onChange={setTablePath}
            request={{ kind: 'file', title: TEXT.tableDialog, extensions: ['csv', 'tsv', 'parquet'] }}
          />
          <PathField
            label={TEXT.dataRoot}
            description={TEXT.dataRootHint}
            value={dataRoot}
            onChange={setDataRoot}
            request={{ kind: 'folder', title: TEXT.dataRootDialog }}
          />
          <PathField
            label={TEXT.studyDir}
            description={TEXT.studyDirHint}
            value={studyDir}
            onChange={setStudyDir}
            request={{ kind: 'folder', title: TEXT.studyDirDialog }}
            required
          />
          {make.error && <Failed title={TEXT.failed} error={make.error} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={stopAskingForStudy}>
              {SHELL_TEXT.cancel}
            </Button>
            <Button type="submit" disabled={studyDir.trim() === ''} loading={make.isPending}>
              {TEXT.make}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function looksWhole(path: string): boolean {
  return /\.(csv|tsv|parquet)$/i.test(path)
}
