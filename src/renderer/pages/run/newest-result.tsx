import { Group, Stack, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
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

/** The debiased speed of the pair that was solved last, on its source. */
export function NewestResult(input: NewestResultProps) {
  const api = useApi()
  const { pairId } = input
  const { data, error } = useQuery(
    api.runs.speed.queryOptions({ input, placeholderData: keepPreviousData, staleTime: Number.POSITIVE_INFINITY }),
  )
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const drawing = canvas.current?.getContext('2d')
    if (!drawing || !data) return
    const { heightPx, widthPx, speedUmBase64, maxUm } = data
    drawing.canvas.width = widthPx
    drawing.canvas.height = heightPx
    const pixels = speedPixels(floatsOf(speedUmBase64), maxUm, MAGNITUDE_COLOURS)
    drawing.putImageData(new ImageData(pixels, widthPx, heightPx), 0, 0)
  }, [data])
  return (
    <Panel title={TEXT.newest}>
      {error && !data ? (
        <Text c="dimmed">{TEXT.newestFailed}</Text>
      ) : (
        <Stack gap="xs">
          <canvas
            ref={canvas}
            className={classes.thumbnail}
            role="img"
            aria-label={TEXT.newestText(pairId, formatFixed(data?.maxUm, 0))}
          />
          <div className={classes.scale} style={{ background: MAGNITUDE_GRADIENT }} aria-hidden />
          <Group justify="space-between">
            <Text size="xs" c="dimmed">
              0 µm
            </Text>
            <Text size="xs" c="dimmed" className="figures">
              {formatFixed(data?.maxUm, 0)} µm
            </Text>
          </Group>
          <Text size="sm" title={pairId} truncate>
            {pairId}
          </Text>
        </Stack>
      )}
    </Panel>
  )
}
