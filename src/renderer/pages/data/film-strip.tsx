import { IconAlertTriangle, IconBan, IconHandStop } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { FrameRow } from '../../../api/data-contract.ts'
import { Thumbnail } from '../../components/thumbnail.tsx'
import { useApi } from '../../data/api-context.ts'
import { frameKey } from '../../data/frame-key.ts'
import { formatFixed } from '../../format/number.ts'
import { DATA_TEXT } from '../../text/data.ts'
import classes from './data.module.css'

const TEXT = DATA_TEXT.panel

interface FilmStripProps {
  readonly studyDir: string
  readonly embryoId: string
  readonly currentKey: string | null
  readonly onCurrent: (row: FrameRow) => void
}

/** An embryo's frames side by side in order, so that one that lies otherwise stands out. */
export function FilmStrip({ studyDir, embryoId, currentKey, onCurrent }: FilmStripProps) {
  const api = useApi()
  const { data: frames = [] } = useQuery(api.data.embryo.queryOptions({ input: { studyDir, embryoId } }))
  const list = useRef<HTMLUListElement>(null)
  const currentIndex = frames.findIndex((frame) => frameKey(frame) === currentKey)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another frame, or more of them, is what it is about
  useEffect(() => {
    const strip = list.current
    const frame = strip?.querySelector('[aria-current="true"]') ?? strip?.querySelector('[data-uncertain]')
    frame?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [currentKey, frames.length])

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
    const focused = document.activeElement
    const at = focused instanceof HTMLButtonElement ? buttons.indexOf(focused) : -1
    const next = frames[at + step]
    if (step === 0 || at < 0 || !next) return
    event.preventDefault()
    buttons[at + step]?.focus()
    onCurrent(next)
  }

  return (
    <ul ref={list} className={classes.strip} aria-label={TEXT.strip(embryoId)} onKeyDown={onKeyDown}>
      {frames.map((frame, index) => {
        const isCurrent = index === currentIndex
        return (
          <li key={frameKey(frame)}>
            <button
              type="button"
              className={classes.stripFrame}
              tabIndex={isCurrent || (currentIndex < 0 && index === 0) ? 0 : -1}
              aria-current={isCurrent}
              aria-label={TEXT.stripFrame(frame.frameIndex, formatFixed(frame.stageHpf, 1), marksOf(frame))}
              data-uncertain={frame.orientationUncertain || undefined}
              data-excluded={frame.excludedBecause !== null || undefined}
              onClick={() => onCurrent(frame)}
            >
              <Thumbnail studyDir={studyDir} frame={frame} size="strip" />
              <span className={classes.stripLabel}>
                {frame.excludedBecause !== null ? (
                  <IconBan size={12} aria-hidden />
                ) : frame.orientationUncertain ? (
                  <IconAlertTriangle size={12} aria-hidden />
                ) : frame.correction !== null ? (
                  <IconHandStop size={12} aria-hidden />
                ) : null}
                {formatFixed(frame.stageHpf, 1)}
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}

function marksOf({ orientationUncertain, excludedBecause }: FrameRow): string {
  return `${orientationUncertain ? TEXT.uncertainMark : ''}${excludedBecause !== null ? TEXT.excludedMark : ''}`
}
