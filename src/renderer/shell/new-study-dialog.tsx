import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { Failed } from '../components/failed.tsx'
import { PathField } from '../components/path-field.tsx'
import { useApi } from '../data/api-context.ts'
import { navigate } from '../data/hash-location.ts'
import { homeOfStudy } from '../data/use-study-actions.ts'
import { NEW_STUDY_TEXT as TEXT } from '../text/files.ts'
import { SHELL_TEXT } from '../text/shell.ts'
import { type StudyDraft, stopAskingForStudy, useAskedStudy } from './new-study-store.ts'
import { type SuggestedFolders, suggestStudy } from './suggest-study.ts'
import { useSuggestedPath } from './use-suggested-path.ts'

/** Asks for what a new study needs. */
export function NewStudyDialog() {
  const { draft } = useAskedStudy()
  return draft && <Asking key={JSON.stringify(draft)} draft={draft} />
}

function Asking({ draft }: { readonly draft: StudyDraft }) {
  const api = useApi()
  const queries = useQueryClient()
  const [tablePath, setTablePath] = useState(draft.tablePath ?? '')
  const [suggested, setSuggested] = useState<SuggestedFolders>({})
  const dataRoot = useSuggestedPath(draft.dataRoot, suggested.dataRoot)
  const studyDir = useSuggestedPath(draft.studyDir, suggested.studyDir)
  const make = useMutation(
    api.study.create.mutationOptions({
      onSuccess: (study) => {
        stopAskingForStudy()
        void queries.invalidateQueries()
        navigate(homeOfStudy(study))
      },
    }),
  )

  useEffect(() => {
    if (!looksWhole(tablePath)) return
    let isOf = true
    void suggestStudy(api, tablePath).then((folders) => isOf && setSuggested(folders))
    return () => {
      isOf = false
    }
  }, [api, tablePath])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate({
      studyDir: studyDir.value,
      ...(tablePath ? { tablePath } : {}),
      ...(dataRoot.value ? { dataRoot: dataRoot.value } : {}),
    })
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
            {...dataRoot}
            request={{ kind: 'folder', title: TEXT.dataRootDialog }}
          />
          <PathField
            label={TEXT.studyDir}
            description={TEXT.studyDirHint}
            {...studyDir}
            request={{ kind: 'folder', title: TEXT.studyDirDialog }}
            required
          />
          {make.error && <Failed title={TEXT.failed} error={make.error} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={stopAskingForStudy}>
              {SHELL_TEXT.cancel}
            </Button>
            <Button type="submit" disabled={studyDir.value.trim() === ''} loading={make.isPending}>
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
