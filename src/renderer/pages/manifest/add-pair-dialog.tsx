import { Autocomplete, Button, Checkbox, Group, Modal, Select, Stack } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FrameRow } from '../../../api/data-contract.ts'
import type { ManifestPairView } from '../../../api/manifest-contract.ts'
import { useApi } from '../../data/api-context.ts'
import { formatFixed } from '../../format/number.ts'
import { MANIFEST_TEXT } from '../../text/manifest.ts'
import { SHELL_TEXT } from '../../text/shell.ts'
import { newPair } from './new-pair.ts'

const TEXT = MANIFEST_TEXT.add
const SUGGESTED = 200

interface AddPairDialogProps {
  readonly studyDir: string
  readonly groupColumn: string | null
  /** ids that are taken */
  readonly takenIds: ReadonlySet<string>
  readonly onAdd: (pair: ManifestPairView) => void
  readonly onCancel: () => void
}

/** A pair of any two frames. */
export function AddPairDialog({ studyDir, groupColumn, takenIds, onAdd, onCancel }: AddPairDialogProps) {
  const [source, setSource] = useState<FrameRow | null>(null)
  const [target, setTarget] = useState<FrameRow | null>(null)
  const [isControl, setIsControl] = useState(false)
  return (
    <Modal opened onClose={onCancel} title={TEXT.title} closeButtonProps={{ 'aria-label': SHELL_TEXT.close }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (source && target) onAdd(newPair(source, target, groupColumn, isControl, takenIds))
        }}
      >
        <Stack gap="sm">
          <FrameChoice studyDir={studyDir} groupColumn={groupColumn} label={TEXT.source} onFrame={setSource} />
          <FrameChoice studyDir={studyDir} groupColumn={groupColumn} label={TEXT.target} onFrame={setTarget} />
          <Checkbox
            label={TEXT.control}
            checked={isControl}
            onChange={(event) => setIsControl(event.currentTarget.checked)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onCancel}>
              {SHELL_TEXT.cancel}
            </Button>
            <Button type="submit" disabled={!source || !target}>
              {TEXT.action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

interface FrameChoiceProps {
  readonly studyDir: string
  readonly groupColumn: string | null
  readonly label: string
  readonly onFrame: (frame: FrameRow | null) => void
}

function FrameChoice({ studyDir, groupColumn, label, onFrame }: FrameChoiceProps) {
  const api = useApi()
  const [embryoId, setEmbryoId] = useState('')
  const [searched] = useDebouncedValue(embryoId, 150)
  const [frameIndex, setFrameIndex] = useState<string | null>(null)
  const columns = groupColumn === null ? [] : [groupColumn]
  const contains = { column: 'embryo_id', comparison: 'contains', value: searched } as const
  const { data: near } = useQuery(
    api.data.rows.queryOptions({
      input: { studyDir, query: { filters: [contains], columns }, offset: 0, limit: SUGGESTED },
    }),
  )
  const { data: exact } = useQuery(
    api.data.rows.queryOptions({
      input: {
        studyDir,
        query: {
          filters: [{ column: 'embryo_id', comparison: 'is', value: searched }],
          sort: { column: 'frame_index', descending: false },
          columns,
        },
        offset: 0,
        limit: 2000,
      },
    }),
  )
  const frames = searched === embryoId ? (exact?.rows ?? []) : []
  return (
    <Group grow align="flex-start">
      <Autocomplete
        label={label}
        data={[...new Set(near?.rows.map((row) => row.embryoId))]}
        value={embryoId}
        onChange={(next) => {
          setEmbryoId(next)
          setFrameIndex(null)
          onFrame(null)
        }}
        limit={50}
        required
      />
      <Select
        label={TEXT.frame}
        aria-label={`${label}: ${TEXT.frame}`}
        data={frames.map((frame) => ({
          value: String(frame.frameIndex),
          label: TEXT.option(frame.frameIndex, formatFixed(frame.stageHpf, 1)),
        }))}
        value={frameIndex}
        onChange={(next) => {
          setFrameIndex(next)
          onFrame(frames.find((frame) => String(frame.frameIndex) === next) ?? null)
        }}
        disabled={frames.length === 0}
        searchable
        required
      />
    </Group>
  )
}
