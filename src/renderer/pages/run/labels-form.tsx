import { Button, Stack, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { RunDetails } from '../../../api/run-views.ts'
import { notifyDone, notifyFailed } from '../../components/notify.ts'
import { useApi } from '../../data/api-context.ts'
import { RUN_TEXT as TEXT } from '../../text/run.ts'

/** What a person writes on a run. */
export function LabelsForm({ run }: { readonly run: RunDetails }) {
  const api = useApi()
  const queries = useQueryClient()
  const [title, setTitle] = useState(run.title === run.runId ? '' : run.title)
  const [note, setNote] = useState(run.note)
  const [tags, setTags] = useState<readonly string[]>(run.tags)
  const edit = useMutation(
    api.runs.edit.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries({ queryKey: api.runs.key() })
        notifyDone(TEXT.saved)
      },
      onError: (error) => notifyFailed(TEXT.saveFailed, error),
    }),
  )
  const save = (event: FormEvent) => {
    event.preventDefault()
    edit.mutate({ studyDir: run.studyDir, runId: run.runId, title: title.trim(), note, tags })
  }
  return (
    <form onSubmit={save}>
      <Stack gap="md">
        <TextInput
          label={TEXT.title}
          description={TEXT.titleHint}
          placeholder={run.runId}
          value={title}
          maxLength={200}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Textarea
          label={TEXT.note}
          description={TEXT.noteHint}
          value={note}
          maxLength={20_000}
          autosize
          minRows={3}
          maxRows={12}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <TagsInput label={TEXT.tags} description={TEXT.tagsHint} value={[...tags]} onChange={setTags} maxTags={30} />
        <Button type="submit" variant="default" loading={edit.isPending} style={{ alignSelf: 'flex-start' }}>
          {TEXT.save}
        </Button>
      </Stack>
    </form>
  )
}
