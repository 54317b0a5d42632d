import { useComputedColorScheme } from '@mantine/core'
import type { EChartsCoreOption, EChartsType } from 'echarts/core'
import { useEffect, useRef } from 'react'
import classes from './chart.module.css'
import { echarts } from './echarts.ts'

/** The theme's colours as a chart needs them: a canvas knows no variables. */
export interface ChartColours {
  readonly text: string
  readonly dimmed: string
  readonly line: string
  readonly surface: string
  readonly accent: string
  readonly accentSoft: string
  readonly attention: string
  readonly failed: string
}

interface ChartProps {
  /** what it shows, in words, for whoever does not see it */
  readonly label: string
  readonly option: (colours: ChartColours) => EChartsCoreOption
}

/** A chart on a canvas that follows its room and the appearance; it fills its parent. */
export function Chart({ label, option }: ChartProps) {
  const room = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType | null>(null)
  const scheme = useComputedColorScheme()

  useEffect(() => {
    if (!room.current) return
    const made = echarts.init(room.current, null, { renderer: 'canvas' })
    chart.current = made
    const resize = new ResizeObserver(() => made.resize())
    resize.observe(room.current)
    return () => {
      resize.disconnect()
      made.dispose()
      chart.current = null
    }
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme is other colours
  useEffect(() => {
    if (room.current) chart.current?.setOption(option(coloursOf(room.current)), { lazyUpdate: true })
  }, [option, scheme])

  return <div ref={room} className={classes.chart} role="img" aria-label={label} />
}

function coloursOf(element: HTMLElement): ChartColours {
  const style = getComputedStyle(element)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  return {
    text: colour('--mantine-color-text'),
    dimmed: colour('--mantine-color-dimmed'),
    line: colour('--ot-line'),
    surface: colour('--ot-surface'),
    accent: colour('--ot-accent'),
    accentSoft: colour('--ot-accent-soft'),
    attention: colour('--ot-attention'),
    failed: colour('--ot-failed'),
  }
}
