import { useComputedColorScheme } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useEffect, useRef } from 'react'
import type { PanelField } from '../../core/analysis/panel-field.ts'
import { appearance } from '../../figure/appearance.ts'
import { COLOUR_BAR_HEIGHT_PX, colourBar, limitsText } from '../../figure/colour-bar.ts'
import { colourTable, suitedColours } from '../../figure/colour-maps.ts'
import type { FoundLimits } from '../../figure/limits.ts'
import { MAP_LABELS } from '../../figure/map-labels.ts'
import { formatFigure } from '../format/number.ts'
import { FIELDS_TEXT as TEXT } from '../text/fields.ts'
import { paintScene } from './canvas-painter.ts'
import classes from './fields.module.css'
import { useView } from './fields-store.ts'

interface ColourBarProps {
  readonly field: Pick<PanelField, 'kind' | 'unit'>
  readonly limits: FoundLimits
}

/** What the colours mean, as a figure shows it. */
export function ColourBar({ field: { kind, unit }, limits }: ColourBarProps) {
  const map = useView((view) => view.map)
  const colours = useView((view) => view.colours)
  const scheme = useComputedColorScheme('light')
  const { ref: room, width } = useElementSize()
  const canvas = useRef<HTMLCanvasElement>(null)
  const label = [MAP_LABELS[map].name, unit].filter(Boolean).join(', ')
  const table = colourTable(suitedColours(colours, kind))

  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context || width === 0) return
    const bar = colourBar({ limits, table, label, kind }, 0, 0, width, appearance(scheme))
    const scene = { widthPx: width, heightPx: COLOUR_BAR_HEIGHT_PX, background: null, items: [bar] }
    paintScene(context, scene, globalThis.devicePixelRatio)
  }, [limits, table, label, kind, width, scheme])

  const words = TEXT.barLabel(label, formatFigure(limits.low), formatFigure(limits.high), limitsText({ limits, kind }))
  return (
    <div ref={room} className={classes.bar}>
      <canvas ref={canvas} role="img" aria-label={words} style={{ width, height: COLOUR_BAR_HEIGHT_PX }} />
    </div>
  )
}

/** A panel's own limits, short, beside its title. */
export function OwnLimits({ field: { unit }, limits }: ColourBarProps) {
  return (
    <span className={classes.ownLimits}>
      {TEXT.ownLimits(formatFigure(limits.low), formatFigure(limits.high), unit)}
    </span>
  )
}
