import { Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle, IconFileSpreadsheet, IconFolder } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import type { StudyView } from '../../../api/home-contract.ts'
import { notifyFailed } from '../../components/notify.ts'
import { usePathChooser } from '../../components/path-chooser.tsx'
import { useApi } from '../../data/api-context.ts'
import { folderOf, shortPath } from '../../format/path.ts'
import { DATA_TEXT } from '../../text/data.ts'
import classes from './data.module.css'

const TEXT = DATA_TEXT.inputs

/** Chooses the study's embryo table, and where its yolk masks are. */
export function useChooseInputs({ studyDir, inputs }: StudyView) {
  const api = useApi()
  const queries = useQueryClient()
  const choose = usePathChooser()
  const set = async (change: { readonly tablePath: string } | { readonly dataRoot: string }) => {
    try {
      await api.study.setInputs.call({ studyDir, ...change })
      await queries.invalidateQueries()
    } catch (error) {
      notifyFailed(TEXT.failed, error)
    }
  }
  const startDir = inputs.tablePath === null ? studyDir : folderOf(inputs.tablePath)
  return {
    chooseTable: async () => {
      const path = await choose({ kind: 'file', title: TEXT.tableDialog, extensions: ['csv'], startDir })
      if (path !== null) await set({ tablePath: path })
    },
    chooseDataRoot: async () => {
      const path = await choose({ kind: 'folder', title: TEXT.dataRootDialog, startDir: inputs.dataRoot ?? startDir })
      if (path !== null) await set({ dataRoot: path })
    },
  }
}

/** What the study is made from, in one line. */
export function InputsPanel({ study }: { readonly study: StudyView }) {
  const { chooseTable, chooseDataRoot } = useChooseInputs(study)
  const { tablePath, tableFound, dataRoot, dataRootFound } = study.inputs
  return (
    <Group gap="lg" component="section" aria-label={TEXT.title} className={classes.inputs}>
      <Input label={TEXT.table} path={tablePath} isFound={tableFound} isFolder={false} onChoose={chooseTable} />
      <Input label={TEXT.dataRoot} path={dataRoot} isFound={dataRootFound} isFolder onChoose={chooseDataRoot} />
    </Group>
  )
}

interface InputProps {
  readonly label: string
  readonly path: string | null
  readonly isFound: boolean
  readonly isFolder: boolean
  readonly onChoose: () => void
}

function Input({ label, path, isFound, isFolder, onChoose }: InputProps) {
  const InputIcon = isFolder ? IconFolder : IconFileSpreadsheet
  const action = path === null ? TEXT.choose : isFound ? TEXT.change : TEXT.find
  return (
    <Group gap="xs" wrap="nowrap" className={classes.input}>
      <InputIcon size={16} aria-hidden />
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text size="sm" title={path ?? undefined} className={classes.path}>
        {path === null ? TEXT.none : shortPath(path, 34)}
      </Text>
      {path !== null && !isFound && (
        <span className={classes.gone}>
          <IconAlertTriangle size={14} aria-hidden />
          {TEXT.gone}
        </span>
      )}
      <Button variant="subtle" size="compact-sm" onClick={onChoose} aria-label={`${label}: ${action}`}>
        {action}
      </Button>
    </Group>
  )
}
