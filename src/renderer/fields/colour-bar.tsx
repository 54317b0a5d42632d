import { useComputedColorScheme } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useEffect, useRef } from 'react'
import type { PanelField } from '../../core/analysis/panel-field.ts'
import { appearance } from '../../figure/appearance.ts'
import { COLOUR_BAR_HEIGHT_PX, colourBar, limitsText } from '../../figure/colour-bar.ts'
import type { LimitGroup } from '../../figure/limit-groups.ts'
import { formatFigure } from '../format/number.ts'
import { FIELDS_TEXT as TEXT } from '../text/fields.ts'
import { paintScene } from './canvas-painter.ts'
import classes from './fields.module.css'

/** with room below its last line's letters */
const HEIGHT_PX = COLOUR_BAR_HEIGHT_PX + 3

/** What the colours mean, as a figure shows it. */
export function ColourBar({ group }: { readonly group: LimitGroup }) {
  const { label, limits, kind } = group
  const scheme = useComputedColorScheme('light')
  const { ref: room, width } = useElementSize()
  const canvas = useRef<HTMLCanvasElement>(null)

  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context || width === 0) return
    const bar = colourBar({ ...group, label: '' }, 0, 0, width, appearance(scheme))
    const scene = { widthPx: width, heightPx: HEIGHT_PX, background: null, items: [bar] }
    paintScene(context, scene, globalThis.devicePixelRatio)
  }, [group, width, scheme])

  const words = TEXT.barLabel(label, formatFigure(limits.low), formatFigure(limits.high), limitsText({ limits, kind }))
  return (
    <div ref={room} className={classes.bar}>
      <span className={classes.barLabel} aria-hidden>
        {label}
      </span>
      <canvas ref={canvas} role="img" aria-label={words} style={{ width, height: HEIGHT_PX }} />
    </div>
  )
}

interface OwnLimitsProps {
  readonly group: LimitGroup
  readonly unit: PanelField['unit']
}

/** A panel's own limits, short, beside its title. */
export function OwnLimits({ group: { limits }, unit }: OwnLimitsProps) {
  return (
    <span className={classes.ownLimits}>
      {TEXT.ownLimits(formatFigure(limits.low), formatFigure(limits.high), unit)}
    </span>
  )
}
