import { useComputedColorScheme } from '@mantine/core'
import type { ECElementEvent, EChartsCoreOption, EChartsType } from 'echarts/core'
import { type PointerEvent, useEffect, useEffectEvent, useRef, useState } from 'react'
import classes from './chart.module.css'
import { type ChartColours, chartColours } from './chart-colours.ts'
import { echarts } from './echarts.ts'

export type { ChartColours } from './chart-colours.ts'
export type ChartOption = (colours: ChartColours) => EChartsCoreOption

/** Part of a chart's first grid, in its axes' units, its edges included. */
export interface ChartArea {
  readonly x: readonly [number, number]
  readonly y: readonly [number, number]
}

interface ChartProps {
  /** what it shows, in words, for whoever does not see it */
  readonly label: string
  readonly option: ChartOption
  /** a mark was clicked; `isAdding`: with Ctrl, ⌘ or Shift held */
  readonly onPick?: (data: unknown, isAdding: boolean) => void
  /** an area was drawn with the pointer */
  readonly onBrush?: (area: ChartArea, isAdding: boolean) => void
  /** what the pointer is over, in the axes' units; null where it has left */
  readonly onHover?: (at: { readonly x: number; readonly y: number } | null) => void
}

type Point = readonly [x: number, y: number]

/** Less than this is a click, px. */
const DRAG_PX = 4

/** A chart on a canvas that follows its room and the appearance; it fills its parent. */
export function Chart({ label, option, onPick, onBrush, onHover }: ChartProps) {
  const room = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType | null>(null)
  const scheme = useComputedColorScheme()
  const from = useRef<Point | null>(null)
  const dragged = useRef(false)
  const [area, setArea] = useState<readonly [Point, Point] | null>(null)

  const pick = useEffectEvent((event: ECElementEvent) => {
    const mouse = event.event?.event
    const isAdding = mouse instanceof MouseEvent && (mouse.ctrlKey || mouse.metaKey || mouse.shiftKey)
    if (!dragged.current) onPick?.(event.data, isAdding)
  })

  useEffect(() => {
    if (!room.current) return
    const made = echarts.init(room.current, null, { renderer: 'canvas' })
    chart.current = made
    made.on('click', (event) => pick(event))
    const resize = new ResizeObserver(() => made.resize())
    resize.observe(room.current)
    return () => {
      resize.disconnect()
      made.dispose()
      chart.current = null
    }
  }, [])

  useEffect(() => {
    // series that are gone would stay otherwise
    chart.current?.setOption(option(chartColours(scheme)), { lazyUpdate: true, replaceMerge: ['series'] })
  }, [option, scheme])

  const inUnits = ([x, y]: Point): Point => {
    const [unitsX = Number.NaN, unitsY = Number.NaN] = chart.current?.convertFromPixel({ gridIndex: 0 }, [x, y]) ?? []
    return [unitsX, unitsY]
  }
  const down = (event: PointerEvent<HTMLDivElement>) => {
    dragged.current = false
    if (onBrush && event.button === 0) from.current = pointOf(event)
  }
  const move = (event: PointerEvent<HTMLDivElement>) => {
    const at = pointOf(event)
    if (onHover) {
      const [x, y] = inUnits(at)
      onHover(chart.current?.containPixel({ gridIndex: 0 }, [...at]) ? { x, y } : null)
    }
    if (!from.current || Math.hypot(at[0] - from.current[0], at[1] - from.current[1]) < DRAG_PX) return
    if (!dragged.current) event.currentTarget.setPointerCapture(event.pointerId)
    dragged.current = true
    setArea([from.current, at])
  }
  const up = (event: PointerEvent<HTMLDivElement>) => {
    if (area && onBrush) {
      const [[x0, y0], [x1, y1]] = [inUnits(area[0]), inUnits(pointOf(event))]
      const isAdding = event.ctrlKey || event.metaKey || event.shiftKey
      onBrush({ x: [Math.min(x0, x1), Math.max(x0, x1)], y: [Math.min(y0, y1), Math.max(y0, y1)] }, isAdding)
    }
    stop()
  }
  const stop = () => {
    from.current = null
    setArea(null)
  }

  return (
    <div className={classes.place} data-brushes={onBrush ? '' : undefined}>
      <div
        ref={room}
        className={classes.chart}
        role="img"
        aria-label={label}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={stop}
        onPointerLeave={() => onHover?.(null)}
      />
      {area && <div className={classes.area} style={boxOf(area)} />}
    </div>
  )
}

function pointOf({ currentTarget, clientX, clientY }: PointerEvent<HTMLDivElement>): Point {
  const { left, top } = currentTarget.getBoundingClientRect()
  return [clientX - left, clientY - top]
}

function boxOf([[x0, y0], [x1, y1]]: readonly [Point, Point]) {
  return { left: Math.min(x0, x1), top: Math.min(y0, y1), width: Math.abs(x1 - x0), height: Math.abs(y1 - y0) }
}
