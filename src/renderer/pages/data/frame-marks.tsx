import { Group, Text } from '@mantine/core'
import { IconHandStop, IconRotate2 } from '@tabler/icons-react'
import type { FrameRow } from '../../../api/data-contract.ts'
import { FlagMark } from '../../components/flag-mark.tsx'
import { DATA_TEXT } from '../../text/data.ts'
import classes from './data.module.css'

const TEXT = DATA_TEXT.table
/** what most frames of a study have does not stand in the way of what one has */
const SHOWN = 3

/** Everything that is to be said of a frame in a row: excluded, set by hand, flagged. */
export function FrameMarks({ row }: { readonly row: FrameRow }) {
  const { excludedBecause, correction, neighbourCorrection, flags, tableFlags } = row
  const found = flags ?? []
  const shown = found.slice(0, SHOWN)
  return (
    <Group gap="sm" wrap="nowrap">
      {excludedBecause !== null && <FlagMark kind="excluded-by-hand" word={TEXT.excluded} title={excludedBecause} />}
      {correction !== null && (
        <span className={classes.byHand}>
          <IconHandStop size={14} aria-hidden />
          {TEXT.byHand}
        </span>
      )}
      {correction === null && neighbourCorrection !== null && (
        <span className={classes.byHand}>
          <IconRotate2 size={14} aria-hidden />
          {TEXT.byNeighbours}
        </span>
      )}
      {shown.map((kind) => (
        <FlagMark key={kind} kind={kind} />
      ))}
      {found.length > SHOWN && <Text size="sm">+{found.length - SHOWN}</Text>}
      {tableFlags.map((kind) => (
        <FlagMark key={kind} kind={kind} tone="table" />
      ))}
      {flags === null && tableFlags.length === 0 && excludedBecause === null && (
        <Text size="sm" c="dimmed">
          {TEXT.unchecked}
        </Text>
      )}
    </Group>
  )
}
