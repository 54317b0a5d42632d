import { Button, Group, Loader, Stack, Text } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import type { RunSettings } from '../../../api/run-settings.ts'
import { Panel } from '../../components/panel.tsx'
import { ProblemList } from '../../components/problem-list.tsx'
import { useApi } from '../../data/api-context.ts'
import { lineOf, troubleOf } from '../../data/problems-of.ts'
import { useStream } from '../../data/use-stream.ts'
import { formatBytes } from '../../format/bytes.ts'
import { formatDuration } from '../../format/duration.ts'
import { formatCount } from '../../format/number.ts'
import { NEW_RUN_TEXT as TEXT } from '../../text/new-run.ts'
import { SHELL_TEXT } from '../../text/shell.ts'
import classes from './new-run.module.css'

interface EstimatePanelProps {
  readonly studyDir: string
  readonly manifestPath: string
  /** as they stood still for a moment */
  readonly settings: RunSettings
}

type Estimate = { readonly kind: 'solving'; readonly pairId: string } | ReadyEstimate
interface ReadyEstimate {
  readonly kind: 'ready'
  readonly pairCount: number
  readonly frameCount: number
  readonly samplePairId: string
  readonly sampleSec: number
  readonly totalSec: number
  readonly totalBytes: number
  readonly freeBytes: number | null
}

/** What the run would take: one of its pairs is solved for it. */
export function EstimatePanel({ studyDir, manifestPath, settings }: EstimatePanelProps) {
  const api = useApi()
  const input = { studyDir, manifestPath, settings }
  const key = JSON.stringify(input)
  const [told, setTold] = useState<{ readonly key: string; readonly estimate: Estimate } | null>(null)
  const { state, retry } = useStream(
    key,
    (signal) => api.manifest.estimate.call(input, { signal }),
    (estimate: Estimate) => setTold({ key, estimate }),
  )
  const estimate = told?.key === key ? told.estimate : null
  return (
    <Panel
      title={TEXT.estimate}
      aside={
        (estimate?.kind === 'ready' || state.kind === 'failed') && (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconRefresh size={14} aria-hidden />}
            onClick={retry}
          >
            {TEXT.estimateAgain}
          </Button>
        )
      }
    >
      <div aria-live="polite">
        {state.kind === 'failed' ? (
          <NoEstimate error={state.error} />
        ) : estimate?.kind === 'ready' ? (
          <Figures estimate={estimate} />
        ) : (
          <Group gap="sm" wrap="nowrap">
            <Loader size="xs" aria-hidden />
            <Text size="sm" c="dimmed">
              {estimate ? TEXT.estimateSolving(estimate.pairId) : TEXT.estimateStarting}
            </Text>
          </Group>
        )}
      </div>
    </Panel>
  )
}

function NoEstimate({ error }: { readonly error: unknown }) {
  const trouble = troubleOf(error)
  return trouble.kind === 'refused' ? (
    <ProblemList problems={trouble.problems} />
  ) : (
    <Text size="sm">{lineOf(trouble, SHELL_TEXT.lost.line)}</Text>
  )
}

function Figures({ estimate }: { readonly estimate: ReadyEstimate }) {
  const { pairCount, frameCount, totalSec, totalBytes, freeBytes, samplePairId, sampleSec } = estimate
  const isTooLarge = freeBytes !== null && totalBytes > freeBytes
  return (
    <Stack gap="sm">
      <dl className={classes.figures}>
        <dt>{TEXT.pairs}</dt>
        <dd>{formatCount(pairCount)}</dd>
        <dt>{TEXT.embryoFrames}</dt>
        <dd>{formatCount(frameCount)}</dd>
        <dt>{TEXT.time}</dt>
        <dd>{formatDuration(totalSec)}</dd>
        <dt>{TEXT.disk}</dt>
        <dd>
          {formatBytes(totalBytes)}
          {freeBytes !== null && (
            <Text size="xs" c="dimmed">
              {TEXT.free(formatBytes(freeBytes))}
            </Text>
          )}
        </dd>
      </dl>
      {isTooLarge && <Text c="var(--ot-failed)">{TEXT.tooLarge}</Text>}
      <Text size="xs" c="dimmed" className={classes.sample}>
        {TEXT.sample(samplePairId, formatDuration(sampleSec))}
      </Text>
    </Stack>
  )
}
