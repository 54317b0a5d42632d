import { Group, Stack, Text } from '@mantine/core'
import { useThrottledValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { SpeedView } from '../../../api/runs-contract.ts'
import { MAGNITUDE_COLOURS, MAGNITUDE_GRADIENT } from '../../charts/magnitude-colours.ts'
import { Panel } from '../../components/panel.tsx'
import { useApi } from '../../data/api-context.ts'
import { formatFixed } from '../../format/number.ts'
import { RUN_TEXT as TEXT } from '../../text/run.ts'
import classes from './run.module.css'
import { floatsOf, speedPixels } from './speed-pixels.ts'

interface NewestResultProps {
  readonly studyDir: string
  readonly runId: string
  readonly pairId: string
}

/** Fields are read no more often than they can be looked at, ms. */
const FIELD_MS = 1000

interface Shown {
  readonly pairId: string
  readonly speed: SpeedView
}

/** The debiased speed of the pair that was solved last, on its source. */
export function NewestResult({ studyDir, runId, pairId: newestId }: NewestResultProps) {
  const api = useApi()
  const pairId = useThrottledValue(newestId, FIELD_MS)
  const { data, error } = useQuery(
    api.runs.speed.queryOptions({ input: { studyDir, runId, pairId }, staleTime: Number.POSITIVE_INFINITY }),
  )
  // the last field stays until the next is read
  const [shown, setShown] = useState<Shown | null>(null)
  useEffect(() => {
    if (data) setShown({ pairId, speed: data })
  }, [data, pairId])
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const drawing = canvas.current?.getContext('2d')
    if (!drawing || !shown) return
    const { heightPx, widthPx, speedUmBase64, maxUm } = shown.speed
    drawing.canvas.width = widthPx
    drawing.canvas.height = heightPx
    const pixels = speedPixels(floatsOf(speedUmBase64), maxUm, MAGNITUDE_COLOURS)
    drawing.putImageData(new ImageData(pixels, widthPx, heightPx), 0, 0)
  }, [shown])
  const maxUm = formatFixed(shown?.speed.maxUm, 0)
  return (
    <Panel title={TEXT.newest}>
      {error && !shown ? (
        <Text c="dimmed">{TEXT.newestFailed}</Text>
      ) : (
        <Stack gap="xs">
          <canvas
            ref={canvas}
            className={classes.thumbnail}
            role="img"
            aria-label={TEXT.newestText(shown?.pairId ?? pairId, maxUm)}
          />
          <div className={classes.scale} style={{ background: MAGNITUDE_GRADIENT }} aria-hidden />
          <Group justify="space-between">
            <Text size="xs" c="dimmed">
              0 µm
            </Text>
            <Text size="xs" c="dimmed" className="figures">
              {maxUm} µm
            </Text>
          </Group>
          <Text size="xs" title={shown?.pairId} className={classes.pairId}>
            {shown?.pairId}
          </Text>
        </Stack>
      )}
    </Panel>
  )
}
