import { Button, Group, Modal, Stack, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Failed } from '../../components/failed.tsx'
import { notifyDone } from '../../components/notify.ts'
import { useApi } from '../../data/api-context.ts'
import { RUNS_TEXT as TEXT } from '../../text/runs.ts'
import { SHELL_TEXT } from '../../text/shell.ts'
import type { RunRow } from './run-row.ts'

interface EditRunProps {
  readonly run: RunRow
  readonly allTags: readonly string[]
  readonly onClose: () => void
}

/** Asks for what a person writes on a run: name, note and tags. */
export function EditRun({ run, allTags, onClose }: EditRunProps) {
  const api = useApi()
  const queries = useQueryClient()
  const [title, setTitle] = useState(run.title)
  const [note, setNote] = useState(run.note)
  const [tags, setTags] = useState([...run.tags])
  const edit = useMutation(
    api.runs.edit.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries({ queryKey: api.home.key() })
        void queries.invalidateQueries({ queryKey: api.runs.key() })
        notifyDone(TEXT.done.edited)
        onClose()
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    edit.mutate({ studyDir: run.studyDir, runId: run.runId, title: title.trim(), note: note.trim(), tags })
  }
  return (
    <Modal opened onClose={onClose} title={TEXT.edit.dialog(run.title)}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={TEXT.edit.name}
            description={TEXT.edit.nameHint(run.runId)}
            value={title}
            maxLength={200}
            onChange={(event) => setTitle(event.currentTarget.value)}
            data-autofocus
          />
          <TagsInput
            label={TEXT.edit.tags}
            description={TEXT.edit.tagsHint}
            data={[...allTags]}
            value={tags}
            maxTags={30}
            onChange={setTags}
          />
          <Textarea
            label={TEXT.edit.note}
            description={TEXT.edit.noteHint}
            value={note}
            autosize
            minRows={3}
            maxRows={12}
            maxLength={20_000}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          {edit.error && <Failed title={TEXT.failures.edit} error={edit.error} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {SHELL_TEXT.cancel}
            </Button>
            <Button type="submit" loading={edit.isPending}>
              {TEXT.edit.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
