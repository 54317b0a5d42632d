import { ActionIcon, Button, Group, Stack, Table, Text, Title } from '@mantine/core'
import {
  IconArrowsVertical,
  IconBan,
  IconCheck,
  IconHandStop,
  IconRestore,
  IconRotate2,
  IconX,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { FrameRow, FrameView } from '../../../api/data-contract.ts'
import type { FrameRefView } from '../../../api/procedure.ts'
import { Failed } from '../../components/failed.tsx'
import { FlagMark } from '../../components/flag-mark.tsx'
import { Loading } from '../../components/loading.tsx'
import { useApi } from '../../data/api-context.ts'
import { frameKey, frameName, frameRef } from '../../data/frame-key.ts'
import { formatFigure, formatFixed } from '../../format/number.ts'
import { DATA_TEXT } from '../../text/data.ts'
import { evidenceWord } from '../../text/flags.ts'
import classes from './data.module.css'
import { FilmStrip } from './film-strip.tsx'
import { PlacedMask, RawMask } from './frame-masks.tsx'
import { type Decide, layingOf } from './use-decide.ts'

const TEXT = DATA_TEXT.panel

interface FramePanelProps {
  readonly studyDir: string
  readonly frame: FrameRefView
  readonly decide: Decide
  readonly onCurrent: (row: FrameRow) => void
  readonly onExclude: (frame: FrameRefView) => void
  readonly onClose: () => void
  /** the embryo's frames are shown elsewhere */
  readonly isStripHidden?: boolean
}

/** One frame, as it came and as it is placed, with what is known of it and what can be done. */
export function FramePanel(props: FramePanelProps) {
  const { studyDir, frame, onClose, onCurrent, isStripHidden = false } = props
  const api = useApi()
  const input = { studyDir, frame: frameRef(frame) }
  const { data, error, refetch } = useQuery(
    api.data.frame.queryOptions({ input, placeholderData: (previous: FrameView | undefined) => previous }),
  )
  const shown = data && frameKey(data) === frameKey(frame) ? data : undefined
  return (
    <section className={classes.panel} aria-label={TEXT.label}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Title order={2} className={classes.panelTitle}>
          {frameName(frame)}
        </Title>
        <ActionIcon variant="subtle" onClick={onClose} aria-label={TEXT.close}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </Group>
      {!isStripHidden && (
        <FilmStrip studyDir={studyDir} embryoId={frame.embryoId} currentKey={frameKey(frame)} onCurrent={onCurrent} />
      )}
      {error ? (
        <Failed title={TEXT.failed} error={error} onRetry={() => void refetch()} />
      ) : shown ? (
        <Details {...props} view={shown} />
      ) : (
        <Loading rows={5} />
      )}
    </section>
  )
}

function Details({ view, decide, onExclude }: FramePanelProps & { readonly view: FrameView }) {
  return (
    <Stack gap="md">
      <PlacedMask view={view} />
      <Actions view={view} decide={decide} onExclude={onExclude} />
      <Decision view={view} />
      <Flags view={view} />
      <RawMask view={view} />
      <Evidence view={view} />
      <section>
        <Title order={3}>{TEXT.cleaning}</Title>
        <Text size="sm">{cleaningText(view.cleaning)}</Text>
      </section>
      <Cells view={view} />
    </Stack>
  )
}

function Actions({
  view,
  decide,
  onExclude,
}: Pick<FramePanelProps, 'decide' | 'onExclude'> & { readonly view: FrameView }) {
  const lies = layingOf(view)
  const isPlaced = view.placed !== null
  return (
    <Group gap="xs">
      {isPlaced && (
        <>
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconRotate2 size={16} aria-hidden />}
            onClick={() => decide.correct(view, { ...lies, turned: !lies.turned })}
          >
            {TEXT.turn}
          </Button>
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconArrowsVertical size={16} aria-hidden />}
            onClick={() => decide.correct(view, { ...lies, flipped: !lies.flipped })}
          >
            {TEXT.flip}
          </Button>
          {view.correction === null ? (
            <Button
              variant="default"
              size="compact-md"
              leftSection={<IconCheck size={16} aria-hidden />}
              onClick={() => decide.correct(view, lies)}
            >
              {TEXT.right}
            </Button>
          ) : (
            <Button
              variant="default"
              size="compact-md"
              leftSection={<IconRestore size={16} aria-hidden />}
              onClick={() => decide.correct(view, null)}
            >
              {TEXT.forget}
            </Button>
          )}
        </>
      )}
      {view.excludedBecause === null ? (
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconBan size={16} aria-hidden />}
          onClick={() => onExclude(view)}
        >
          {TEXT.exclude}
        </Button>
      ) : (
        <Button variant="default" size="compact-md" onClick={() => decide.include([view])}>
          {TEXT.include}
        </Button>
      )}
    </Group>
  )
}

function Decision({ view }: { readonly view: FrameView }) {
  const { correction, neighbourCorrection, excludedBecause } = view
  return (
    <>
      {excludedBecause !== null && (
        <FlagMark kind="excluded-by-hand" word={`${DATA_TEXT.table.excluded}: ${excludedBecause}`} />
      )}
      {correction !== null && (
        <span className={classes.byHand}>
          <IconHandStop size={14} aria-hidden />
          {TEXT.decision.byHand(correctionText(correction))}
        </span>
      )}
      {correction === null && neighbourCorrection !== null && (
        <span className={classes.byHand}>
          <IconRotate2 size={14} aria-hidden />
          {TEXT.decision.byNeighbours(correctionText(neighbourCorrection))}
        </span>
      )}
    </>
  )
}

function Flags({ view }: { readonly view: FrameView }) {
  const { qualityFlags, tableFlags, flags } = view
  return (
    <section>
      <Title order={3}>{TEXT.flags}</Title>
      {qualityFlags.length === 0 && tableFlags.length === 0 && <Text size="sm">{TEXT.noFlags}</Text>}
      <ul className={classes.flags}>
        {qualityFlags.map(({ kind, message, number, threshold }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a kind may be there more than once, in a fixed order
          <li key={index}>
            <FlagMark kind={kind} />
            <Text size="sm">{message}</Text>
            {number !== null && (
              <Text size="sm" c="dimmed" className="figures">
                {TEXT.measured} {formatFigure(number)}, {TEXT.threshold} {formatFigure(threshold)}
              </Text>
            )}
          </li>
        ))}
        {tableFlags.map((kind) => (
          <li key={kind}>
            <FlagMark kind={kind} tone="table" />
          </li>
        ))}
      </ul>
      {flags === null && (
        <Text size="sm" c="dimmed">
          {TEXT.notChecked}
        </Text>
      )}
    </section>
  )
}

function Evidence({ view }: { readonly view: FrameView }) {
  if (view.placed === null) return null
  return (
    <section>
      <Title order={3}>{TEXT.evidence}</Title>
      {view.evidence.length === 0 ? (
        <Text size="sm">{TEXT.byYolk}</Text>
      ) : (
        <Table verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{TEXT.evidence}</Table.Th>
              <Table.Th ta="right">{TEXT.measured}</Table.Th>
              <Table.Th ta="right">{TEXT.threshold}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {view.evidence.map(({ kind, value, threshold }) => {
              const isWeak = value === null || threshold === null || value < threshold
              return (
                <Table.Tr key={kind}>
                  <Table.Td>
                    {isWeak ? <FlagMark kind="orientation-uncertain" word={evidenceWord(kind)} /> : evidenceWord(kind)}
                  </Table.Td>
                  <Table.Td ta="right">{formatFixed(value, 2)}</Table.Td>
                  <Table.Td ta="right">{formatFixed(threshold, 2)}</Table.Td>
                </Table.Tr>
              )
            })}
          </Table.Tbody>
        </Table>
      )}
    </section>
  )
}

function Cells({ view }: { readonly view: FrameView }) {
  return (
    <details>
      <summary className={classes.summary}>{TEXT.cells}</summary>
      <dl className={classes.cells}>
        {Object.entries(view.labels).map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

function correctionText({ turned, flipped }: NonNullable<FrameRow['correction']>): string {
  const { decision } = TEXT
  if (turned && flipped) return decision.both
  if (turned) return decision.turned
  return flipped ? decision.flipped : decision.kept
}

function cleaningText(cleaning: FrameView['cleaning']): string {
  if (cleaning === null) return TEXT.notPlaced
  const { removedComponents, removedAreaPx, filledHoles, filledAreaPx } = cleaning
  if (removedComponents === 0 && filledHoles === 0) return TEXT.nothingCleaned
  return TEXT.cleaned(removedComponents, removedAreaPx, filledHoles, filledAreaPx)
}
