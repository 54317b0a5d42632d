import { ActionIcon, Button, Group, Modal, Popover, Stack, Text, TextInput, UnstyledButton } from '@mantine/core'
import { IconBookmark, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { SavedView } from '../../../api/views-contract.ts'
import { confirm } from '../../components/confirm.tsx'
import { notifyDone, notifyFailed } from '../../components/notify.ts'
import { When } from '../../components/when.tsx'
import { useApi } from '../../data/api-context.ts'
import classes from '../../fields/fields.module.css'
import { changeView, presentView, useFieldsStore } from '../../fields/fields-store.ts'
import { VIEWS_TEXT as TEXT } from '../../text/fields.ts'
import { LAST_VIEW } from './last-view.ts'

/** Views kept with the study: saved, opened, renamed, deleted. */
export function ViewsMenu({ studyDir }: { readonly studyDir: string }) {
  const api = useApi()
  const queries = useQueryClient()
  const store = useFieldsStore()
  const [isOpen, setOpen] = useState(false)
  const [naming, setNaming] = useState<{ readonly renamed: SavedView | null } | null>(null)
  const { data } = useQuery(api.views.list.queryOptions({ input: { studyDir } }))
  const views = (data ?? []).filter(({ name }) => name !== LAST_VIEW)
  const again = () => queries.invalidateQueries({ queryKey: api.views.key() })

  const save = useMutation({
    mutationFn: async ({ name, renamed }: { readonly name: string; readonly renamed: SavedView | null }) => {
      await api.views.save.call({ studyDir, name, view: renamed?.view ?? presentView(store) })
      if (renamed && renamed.name !== name) await api.views.remove.call({ studyDir, name: renamed.name })
    },
    onSuccess: () => {
      setNaming(null)
      void again()
      notifyDone(TEXT.saved)
    },
    onError: (error) => notifyFailed(TEXT.saveFailed, error),
  })
  const remove = async (name: string) => {
    setOpen(false)
    const question = { title: TEXT.removeTitle(name), text: TEXT.removeText, action: TEXT.removeAction }
    if (!(await confirm({ ...question, isDangerous: true }))) return
    try {
      await api.views.remove.call({ studyDir, name })
      void again()
    } catch (error) {
      notifyFailed(TEXT.removeFailed, error)
    }
  }
  const ask = (renamed: SavedView | null) => {
    setOpen(false)
    setNaming({ renamed })
  }
  const open = ({ view }: SavedView) => {
    setOpen(false)
    changeView(store, () => view)
  }

  return (
    <>
      <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={320} trapFocus withRoles={false}>
        <Popover.Target>
          <Button
            variant="default"
            leftSection={<IconBookmark size={16} aria-hidden />}
            onClick={() => setOpen(!isOpen)}
            aria-expanded={isOpen}
          >
            {TEXT.button}
          </Button>
        </Popover.Target>
        <Popover.Dropdown p="xs">
          <Stack gap="xs">
            <Button
              variant="light"
              size="xs"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => ask(null)}
            >
              {TEXT.save}
            </Button>
            {views.length === 0 ? (
              <Text size="sm" c="dimmed" p="xs">
                {TEXT.none}
              </Text>
            ) : (
              <ul className={classes.views}>
                {views.map((view) => (
                  <li key={view.name}>
                    <UnstyledButton onClick={() => open(view)} aria-label={TEXT.open(view.name)}>
                      <span>{view.name}</span>
                      <Text size="xs" c="dimmed">
                        <When iso={view.savedAt} />
                      </Text>
                    </UnstyledButton>
                    <ViewActions name={view.name} onRename={() => ask(view)} onRemove={() => void remove(view.name)} />
                  </li>
                ))}
              </ul>
            )}
          </Stack>
        </Popover.Dropdown>
      </Popover>
      {naming && (
        <NameDialog
          renamed={naming.renamed}
          taken={views.map(({ name }) => name)}
          isBusy={save.isPending}
          onName={(name) => save.mutate({ name, renamed: naming.renamed })}
          onClose={() => setNaming(null)}
        />
      )}
    </>
  )
}

interface ViewActionsProps {
  readonly name: string
  readonly onRename: () => void
  readonly onRemove: () => void
}

function ViewActions({ name, onRename, onRemove }: ViewActionsProps) {
  return (
    <Group gap={0} wrap="nowrap">
      <ActionIcon variant="subtle" aria-label={TEXT.rename(name)} title={TEXT.rename(name)} onClick={onRename}>
        <IconPencil size={14} aria-hidden />
      </ActionIcon>
      <ActionIcon variant="subtle" aria-label={TEXT.remove(name)} title={TEXT.remove(name)} onClick={onRemove}>
        <IconTrash size={14} aria-hidden />
      </ActionIcon>
    </Group>
  )
}

interface NameDialogProps {
  /** the view that gets another name; null for a new one */
  readonly renamed: SavedView | null
  readonly taken: readonly string[]
  readonly isBusy: boolean
  readonly onName: (name: string) => void
  readonly onClose: () => void
}

function NameDialog({ renamed, taken, isBusy, onName, onClose }: NameDialogProps) {
  const [name, setName] = useState(renamed?.name ?? '')
  const trimmed = name.trim()
  const isTaken = taken.includes(trimmed) && trimmed !== renamed?.name
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (trimmed !== '') onName(trimmed)
  }
  return (
    <Modal opened onClose={onClose} title={renamed ? TEXT.renameTitle(renamed.name) : TEXT.saveTitle}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={TEXT.name}
            value={name}
            maxLength={120}
            data-autofocus
            description={isTaken ? TEXT.nameTaken : undefined}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button type="submit" disabled={trimmed === '' || trimmed === LAST_VIEW} loading={isBusy}>
              {renamed ? TEXT.renameAction : TEXT.saveAction}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
