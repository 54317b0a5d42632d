import { Button, Modal, Stack, Text } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import type { IdentifiedPath } from '../../api/files-contract.ts'
import { notifyDone, notifyFailed } from '../components/notify.ts'
import { usePathChooser } from '../components/path-chooser.tsx'
import { useApi } from '../data/api-context.ts'
import { navigate } from '../data/hash-location.ts'
import { useOpenStudy } from '../data/open-study.ts'
import { routes } from '../data/routes.ts'
import { useStudyActions } from '../data/use-study-actions.ts'
import { useDoor } from '../door/door-context.ts'
import { baseName } from '../format/path.ts'
import { DROP_TEXT as TEXT } from '../text/files.ts'
import { SHELL_TEXT } from '../text/shell.ts'
import classes from './drop-target.module.css'

/** Takes files and folders dropped anywhere, says what they are and asks what to do with them. */
export function DropTarget() {
  const door = useDoor()
  const api = useApi()
  const choose = usePathChooser()
  const studies = useStudyActions()
  const [isOver, setIsOver] = useState(false)
  const [found, setFound] = useState<IdentifiedPath | null>(null)

  const take = useEffectEvent(async (file: File, isFolder: boolean) => {
    try {
      const path =
        (await door.filePath(file, isFolder)) ?? (await choose({ kind: 'folder', title: TEXT.folderInBrowser }))
      if (path === null) return
      const identified = await api.files.identify.call({ path })
      if (identified.kind === 'study') await studies.open(identified.path)
      else setFound(identified)
    } catch (error) {
      notifyFailed(TEXT.failed, error)
    }
  })

  useEffect(() => {
    // entering a child comes before leaving its parent
    let depth = 0
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      depth += 1
      setIsOver(true)
    }
    const leave = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      depth -= 1
      if (depth <= 0) setIsOver(false)
    }
    const over = (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault()
    }
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      depth = 0
      setIsOver(false)
      const item = event.dataTransfer?.items[0]
      const file = item?.getAsFile()
      if (item && file) void take(file, item.webkitGetAsEntry()?.isDirectory ?? false)
    }
    const listeners = { dragenter: enter, dragleave: leave, dragover: over, drop } as const
    for (const [kind, listener] of Object.entries(listeners)) window.addEventListener(kind as 'drop', listener)
    return () => {
      for (const [kind, listener] of Object.entries(listeners)) window.removeEventListener(kind as 'drop', listener)
    }
  }, [])

  return (
    <>
      {isOver && (
        <div className={classes.cover} aria-hidden>
          <div className={classes.note}>
            <IconFileImport size={36} stroke={1.5} />
            <strong>{TEXT.hint}</strong>
            <span>{TEXT.hintMore}</span>
          </div>
        </div>
      )}
      <Modal opened={found !== null} onClose={() => setFound(null)} title={TEXT.dialog}>
        {found && <WhatToDo found={found} onDone={() => setFound(null)} />}
      </Modal>
    </>
  )
}

function WhatToDo({ found, onDone }: { readonly found: IdentifiedPath; readonly onDone: () => void }) {
  const api = useApi()
  const queries = useQueryClient()
  const studies = useStudyActions()
  const studyDir = useOpenStudy()
  const { kind, path, message, suggestedStudyDir } = found

  const setInputs = async (dir: string, inputs: { tablePath: string } | { dataRoot: string }) => {
    onDone()
    try {
      await api.study.setInputs.call({ studyDir: dir, ...inputs })
      await queries.invalidateQueries()
      notifyDone(TEXT.inputsSet)
      navigate(routes.data(dir))
    } catch (error) {
      notifyFailed(TEXT.failed, error)
    }
  }
  const make = () => {
    onDone()
    const suggested = suggestedStudyDir === null ? {} : { studyDir: suggestedStudyDir }
    studies.make(kind === 'embryo-table' ? { tablePath: path, ...suggested } : { studyDir: path })
  }
  const openManifest = (dir: string) => {
    onDone()
    navigate(`${routes.manifest(dir)}?path=${encodeURIComponent(path)}`)
  }

  return (
    <Stack gap="sm">
      <div>
        <Text fw={600} className={classes.path}>
          {baseName(path)}
        </Text>
        <Text c="dimmed">{message}</Text>
      </div>
      {kind === 'embryo-table' && (
        <>
          <Button onClick={make} data-autofocus>
            {TEXT.makeStudy}
          </Button>
          {studyDir !== null && (
            <Button variant="default" onClick={() => setInputs(studyDir, { tablePath: path })}>
              {TEXT.asTable(baseName(studyDir))}
            </Button>
          )}
        </>
      )}
      {kind === 'folder' && (
        <>
          <Button onClick={make} data-autofocus>
            {TEXT.makeStudy}
          </Button>
          {studyDir !== null && (
            <Button variant="default" onClick={() => setInputs(studyDir, { dataRoot: path })}>
              {TEXT.asDataRoot(baseName(studyDir))}
            </Button>
          )}
        </>
      )}
      {kind === 'manifest' &&
        (studyDir !== null ? (
          <Button onClick={() => openManifest(studyDir)} data-autofocus>
            {TEXT.openManifest(baseName(studyDir))}
          </Button>
        ) : (
          <>
            <Text>{TEXT.manifestNeedsStudy}</Text>
            <Button
              onClick={() => {
                onDone()
                void studies.chooseAndOpen()
              }}
            >
              {TEXT.openStudy}
            </Button>
          </>
        ))}
      <Button variant="subtle" color="gray" c="dimmed" onClick={onDone}>
        {SHELL_TEXT.cancel}
      </Button>
    </Stack>
  )
}
