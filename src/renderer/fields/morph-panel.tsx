import { Button, Group, Slider, Stack, Text, useComputedColorScheme } from '@mantine/core'
import { useElementSize, useReducedMotion } from '@mantine/hooks'
import { IconDownload, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useQueries } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import { bytesOf } from '../../api/panel-field-view.ts'
import { appearance } from '../../figure/appearance.ts'
import { type Size, setWindow } from '../../figure/panel-window.ts'
import type { PreparedPanel } from '../../figure/prepare-panel.ts'
import { WHOLE_WINDOW } from '../../figure/usual-view.ts'
import { Failed } from '../components/failed.tsx'
import { Loading } from '../components/loading.tsx'
import { notifyDone, notifyFailed } from '../components/notify.ts'
import { useApi } from '../data/api-context.ts'
import { saveFile } from '../data/save-file.ts'
import { EXPORT_TEXT, MORPH_TEXT as TEXT } from '../text/fields.ts'
import { paintScene } from './canvas-painter.ts'
import classes from './fields.module.css'
import { useFields, useShownRefs } from './fields-store.ts'
import { gifOf, pngsOf } from './morph-files.ts'
import { type Morph, morphScene } from './morph-scene.ts'

const STEPS = 31
/** from the source to the target, ms */
const PLAY_MS = 2400
/** where motion is not wanted, a few still pictures are shown one after the other */
const STILLS = 4
const STILL_MS = 1000

interface MorphPanelProps {
  readonly studyDir: string
  readonly prepared: readonly (PreparedPanel | undefined)[]
}

interface Shown {
  readonly index: number
  readonly pairId: string
  readonly runId: string
  readonly prepared: PreparedPanel
}

/** The mass of each pair that is shown on its way from the source to the target. */
export function MorphPanel({ studyDir, prepared }: MorphPanelProps) {
  const refs = useShownRefs()
  const isLinked = useFields((state) => state.isTimeLinked)
  const [time, setTime] = useState(0)
  const [ownTimes, setOwnTimes] = useState<Readonly<Record<number, number>>>({})
  const player = usePlayer(time, setTime)
  const pairs = refs.flatMap((ref, index): Shown[] => {
    const panel = prepared[index]
    return ref.kind === 'pair' && panel ? [{ index, pairId: ref.pairId, runId: ref.runId, prepared: panel }] : []
  })
  const morphs = useMorphs(studyDir, pairs)
  if (pairs.length === 0) return <p className={classes.hint}>{TEXT.none}</p>
  return (
    <Stack gap="sm">
      <Group gap="md" wrap="nowrap">
        <Button
          variant="default"
          size="xs"
          leftSection={
            player.isPlaying ? <IconPlayerPause size={14} aria-hidden /> : <IconPlayerPlay size={14} aria-hidden />
          }
          onClick={player.toggle}
        >
          {player.isPlaying ? TEXT.pause : TEXT.play}
        </Button>
        <TimeSlider label={TEXT.time} time={time} onChange={setTime} />
      </Group>
      <Text size="xs" c="dimmed">
        {TEXT.hint}
      </Text>
      <div className={classes.morphs}>
        {pairs.map((pair, i) => (
          <MorphOfPair
            key={pair.index}
            pair={pair}
            query={morphs[i]}
            time={isLinked ? time : (ownTimes[pair.index] ?? time)}
            onTime={isLinked ? null : (own) => setOwnTimes((before) => ({ ...before, [pair.index]: own }))}
          />
        ))}
      </div>
    </Stack>
  )
}

function useMorphs(studyDir: string, pairs: readonly Shown[]) {
  const api = useApi()
  return useQueries({
    queries: pairs.map(({ runId, pairId }) => ({
      queryKey: ['morph', studyDir, runId, pairId, STEPS] as const,
      queryFn: async ({ signal }: { readonly signal: AbortSignal }): Promise<Morph> => {
        const { box, umPerPx, frames } = await api.fields.morph.call(
          { studyDir, runId, pairId, steps: STEPS },
          { signal },
        )
        return { box, umPerPx, frames: frames.map(bytesOf) }
      },
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 30_000,
    })),
  })
}

/** Time goes on while it plays, and stands at the end. */
function usePlayer(time: number, setTime: (time: number) => void) {
  const isStill = useReducedMotion()
  const [isPlaying, setPlaying] = useState(false)
  const stepTo = useEffectEvent((next: number) => {
    setTime(Math.min(1, next))
    if (next >= 1) setPlaying(false)
  })
  const timeNow = useEffectEvent(() => time)
  useEffect(() => {
    if (!isPlaying) return
    if (isStill) {
      const timer = window.setInterval(() => stepTo(timeNow() + 1 / STILLS), STILL_MS)
      return () => window.clearInterval(timer)
    }
    const [beganMs, from] = [performance.now(), timeNow()]
    let frame = 0
    const step = (nowMs: number) => {
      frame = requestAnimationFrame(step)
      stepTo(from + Math.max(0, nowMs - beganMs) / PLAY_MS)
    }
    frame = requestAnimationFrame(step)
    return () => cancelAnimationFrame(frame)
  }, [isPlaying, isStill])
  const toggle = () => {
    if (!isPlaying && time >= 1) setTime(0)
    setPlaying(!isPlaying)
  }
  return { isPlaying, toggle }
}

const percent = (time: number) => String(Math.round(100 * time))

interface TimeSliderProps {
  readonly label: string
  readonly time: number
  readonly onChange: (time: number) => void
}

function TimeSlider({ label, time, onChange }: TimeSliderProps) {
  return (
    <Slider
      className={classes.time}
      min={0}
      max={1}
      step={1 / (STEPS - 1)}
      value={time}
      label={TEXT.at(percent(time))}
      thumbLabel={label}
      thumbProps={{ 'aria-valuetext': TEXT.at(percent(time)) }}
      marks={[
        { value: 0, label: TEXT.source },
        { value: 1, label: TEXT.target },
      ]}
      onChange={onChange}
    />
  )
}

interface MorphOfPairProps {
  readonly pair: Shown
  readonly query: ReturnType<typeof useMorphs>[number] | undefined
  readonly time: number
  /** null while all panels have one time */
  readonly onTime: ((time: number) => void) | null
}

function MorphOfPair({ pair, query, time, onTime }: MorphOfPairProps) {
  const title = pair.prepared.field.title.join(' ')
  return (
    <section className={classes.morph} aria-label={title}>
      <h3>{title}</h3>
      {query?.error ? (
        <Failed title={TEXT.failed} error={query.error} onRetry={() => void query.refetch()} />
      ) : query?.data ? (
        <MorphPicture morph={query.data} pair={pair} time={time} title={title} />
      ) : (
        <Loading rows={2} label={TEXT.loading} />
      )}
      {onTime && <TimeSlider label={TEXT.timeOf(title)} time={time} onChange={onTime} />}
    </section>
  )
}

interface MorphPictureProps {
  readonly morph: Morph
  readonly pair: Shown
  readonly time: number
  readonly title: string
}

/** a file's picture has so many px a grid px, without the device's */
const FILE_ZOOM = 2

function MorphPicture({ morph, pair, time, title }: MorphPictureProps) {
  const scheme = useComputedColorScheme('light')
  const { ref, width } = useElementSize()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [isBusy, setBusy] = useState(false)
  const { prepared } = pair
  const { y0, x0, y1, x1 } = prepared.shown
  const size = useMemo<Size>(
    () => ({ width, height: Math.min(260, Math.round((width * (y1 - y0)) / (x1 - x0)) + 30) }),
    [width, y0, x0, y1, x1],
  )
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context || size.width === 0) return
    const whole = setWindow(WHOLE_WINDOW, [prepared.shown], size)
    paintScene(context, morphScene(morph, time, prepared, whole, size, appearance(scheme)), globalThis.devicePixelRatio)
  }, [morph, time, prepared, size, scheme])

  const save = async (kind: 'gif' | 'zip') => {
    setBusy(true)
    try {
      const room = { width: (x1 - x0 + 12) * FILE_ZOOM, height: (y1 - y0 + 24) * FILE_ZOOM }
      const whole = setWindow(WHOLE_WINDOW, [prepared.shown], room)
      const scenes = morph.frames.map((_, i) =>
        morphScene(morph, i / (morph.frames.length - 1), prepared, whole, room, appearance('light')),
      )
      const name = `${pair.pairId}-morph`
      saveFile(`${name}.${kind}`, kind === 'gif' ? await gifOf(scenes) : await pngsOf(scenes, name))
      notifyDone(EXPORT_TEXT.done(`${name}.${kind}`))
    } catch (error) {
      notifyFailed(EXPORT_TEXT.failed, error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <div ref={ref}>
        <canvas
          ref={canvas}
          role="img"
          aria-label={TEXT.label(title, percent(time))}
          style={{ display: 'block', width: size.width, height: size.height }}
        />
      </div>
      <Group gap="xs">
        {(['gif', 'zip'] as const).map((kind) => (
          <Button
            key={kind}
            variant="subtle"
            size="compact-xs"
            leftSection={<IconDownload size={14} aria-hidden />}
            loading={isBusy}
            onClick={() => void save(kind)}
          >
            {kind === 'gif' ? TEXT.gif : TEXT.pngs}
          </Button>
        ))}
      </Group>
    </>
  )
}
