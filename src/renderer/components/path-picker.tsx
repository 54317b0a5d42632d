import { ActionIcon, Button, Group, Modal, Stack, Text, TextInput, Tooltip, UnstyledButton } from '@mantine/core'
import { IconArrowUp, IconFile, IconFolder, IconFolderPlus, IconMicroscope } from '@tabler/icons-react'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { FileEntry } from '../../api/files-contract.ts'
import { useApi } from '../data/api-context.ts'
import type { PathRequest } from '../door/door.ts'
import { formatBytes } from '../format/bytes.ts'
import { PICKER_TEXT } from '../text/files.ts'
import { SHELL_TEXT } from '../text/shell.ts'
import { Failed } from './failed.tsx'
import { Loading } from './loading.tsx'
import classes from './path-picker.module.css'
import { When } from './when.tsx'

interface PathPickerProps {
  readonly request: PathRequest
  readonly onChoose: (path: string) => void
  readonly onCancel: () => void
}

/** A dialog that chooses a file or folder on the service's disk. */
export function PathPicker({ request, onChoose, onCancel }: PathPickerProps) {
  const api = useApi()
  const [dir, setDir] = useState(request.startDir)
  const [typed, setTyped] = useState<string | null>(null)
  const [file, setFile] = useState<string | null>(null)
  const listing = useQuery(
    api.files.list.queryOptions({ input: dir === undefined ? {} : { dir }, placeholderData: keepPreviousData }),
  )
  const here = listing.data
  const shown = (here?.entries ?? []).filter((entry) => entry.isFolder || fits(entry, request))
  const chosen = request.kind === 'folder' ? (here?.dir ?? null) : file

  const goTo = (next: string) => {
    setDir(next)
    setTyped(null)
    setFile(null)
  }
  const goToTyped = (event: FormEvent) => {
    event.preventDefault()
    if (typed) goTo(typed.trim())
  }

  return (
    <Modal opened onClose={onCancel} title={request.title} size="lg">
      <Stack gap="sm">
        <form onSubmit={goToTyped}>
          <Group gap="xs" align="flex-end" wrap="nowrap">
            <TextInput
              label={PICKER_TEXT.path}
              className={classes.path}
              value={typed ?? here?.dir ?? dir ?? ''}
              onChange={(event) => setTyped(event.currentTarget.value)}
              data-autofocus
            />
            <Tooltip label={PICKER_TEXT.up}>
              <ActionIcon
                variant="default"
                size={36}
                aria-label={PICKER_TEXT.up}
                disabled={!here?.parent}
                onClick={() => here?.parent && goTo(here.parent)}
              >
                <IconArrowUp size={18} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </Group>
        </form>
        <div className={classes.list}>
          {listing.error ? (
            <Failed title={PICKER_TEXT.failed} error={listing.error} onRetry={() => listing.refetch()} />
          ) : !here ? (
            <Loading rows={4} />
          ) : shown.length === 0 ? (
            <Text c="dimmed" p="md">
              {request.kind === 'file' && request.extensions && here.entries.length > 0
                ? PICKER_TEXT.noneFits(request.extensions.map((ending) => `.${ending}`).join(', '))
                : PICKER_TEXT.empty}
            </Text>
          ) : (
            <ul aria-label={PICKER_TEXT.entries} className={classes.entries}>
              {shown.map((entry) => (
                <Entry
                  key={entry.path}
                  entry={entry}
                  isChosen={entry.path === file}
                  onPick={() => (entry.isFolder ? goTo(entry.path) : setFile(entry.path))}
                  onOpen={() => !entry.isFolder && onChoose(entry.path)}
                />
              ))}
            </ul>
          )}
        </div>
        <Group justify="space-between">
          {request.kind === 'folder' && here ? <NewFolder parent={here.dir} onMade={goTo} /> : <span />}
          <Group gap="sm">
            <Button variant="default" onClick={onCancel}>
              {SHELL_TEXT.cancel}
            </Button>
            <Button disabled={!chosen || listing.isError} onClick={() => chosen && onChoose(chosen)}>
              {request.kind === 'folder' ? PICKER_TEXT.chooseFolder : PICKER_TEXT.chooseFile}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  )
}

function fits({ name }: FileEntry, { kind, extensions }: PathRequest): boolean {
  if (kind === 'folder') return false
  return !extensions || extensions.some((ending) => name.toLowerCase().endsWith(`.${ending}`))
}

interface EntryProps {
  readonly entry: FileEntry
  readonly isChosen: boolean
  readonly onPick: () => void
  readonly onOpen: () => void
}

function Entry({ entry, isChosen, onPick, onOpen }: EntryProps) {
  const EntryIcon = entry.isStudy ? IconMicroscope : entry.isFolder ? IconFolder : IconFile
  return (
    <li>
      <UnstyledButton className={classes.entry} onClick={onPick} onDoubleClick={onOpen} aria-pressed={isChosen}>
        <EntryIcon size={18} stroke={1.7} aria-hidden />
        <span className={classes.name}>{entry.name}</span>
        {entry.isStudy && <span className={classes.study}>{PICKER_TEXT.study}</span>}
        <span className={classes.size}>{entry.isFolder ? '' : formatBytes(entry.sizeBytes)}</span>
        <span className={classes.when}>
          <When iso={entry.modifiedAt} />
        </span>
      </UnstyledButton>
    </li>
  )
}

function NewFolder({ parent, onMade }: { readonly parent: string; readonly onMade: (path: string) => void }) {
  const api = useApi()
  const [name, setName] = useState<string | null>(null)
  const make = useMutation(
    api.files.makeFolder.mutationOptions({
      onSuccess: ({ path }) => {
        setName(null)
        onMade(path)
      },
    }),
  )
  if (name === null) {
    return (
      <Button
        variant="subtle"
        leftSection={<IconFolderPlus size={16} aria-hidden />}
        onClick={() => {
          make.reset()
          setName('')
        }}
      >
        {PICKER_TEXT.newFolder}
      </Button>
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim()) make.mutate({ parent, name: name.trim() })
  }
  return (
    <form onSubmit={submit}>
      <Group gap="xs" wrap="nowrap">
        <TextInput
          aria-label={PICKER_TEXT.newFolderName}
          placeholder={PICKER_TEXT.newFolderName}
          value={name}
          autoFocus
          onChange={(event) => setName(event.currentTarget.value)}
          error={make.error ? make.error.message : undefined}
        />
        <Button type="submit" variant="default" disabled={!name.trim()} loading={make.isPending}>
          {PICKER_TEXT.make}
        </Button>
      </Group>
    </form>
  )
}
